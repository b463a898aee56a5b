using System.Net;
using System.Text;
using Command.Media.Stun;

namespace Command.Media.Tests.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(Rfc5769.Password);

    [Fact]
    public void Rfc5769_2_1_SampleRequest()
    {
        Assert.Equal(StunParseError.None, StunMessage.TryParse(Rfc5769.Request, out var message));
        Assert.Equal(StunClass.Request, message.Class);
        Assert.Equal(StunMessage.BindingMethod, message.Method);
        Assert.True(message.TryGet(StunAttribute.Username, out var userName));
        Assert.Equal("evtj:h6vY", Encoding.UTF8.GetString(userName));
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void Rfc5769_2_2_SampleIPv4Response() => AssertResponse(Rfc5769.IPv4Response, "192.0.2.1");

    [Fact]
    public void Rfc5769_2_3_SampleIPv6Response() => AssertResponse(Rfc5769.IPv6Response, "2001:db8:1234:5678:11:2233:4455:6677");

    [Fact]
    public void VerifyIntegrity_OtherKeyOrOtherBytes_IsFalse()
    {
        Assert.Equal(StunParseError.None, StunMessage.TryParse(Rfc5769.Request, out var message));
        Assert.False(message.VerifyIntegrity("another password, 22 c"u8));
        var changed = Rfc5769.Request.ToArray();
        changed[45] ^= 1;
        Assert.Equal(StunParseError.None, StunMessage.TryParse(changed, out message));
        Assert.False(message.VerifyIntegrity(Key));
        Assert.False(message.VerifyFingerprint());
    }

    [Fact]
    public void TryGet_AttributeBehindIntegrity_IsNotSeen()
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunClass.Request, StunMessage.BindingMethod, new byte[12]);
        writer.AddMessageIntegrity(Key);
        writer.Add(StunAttribute.UseCandidate, []);
        Assert.Equal(StunParseError.None, StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Assert.True(message.VerifyIntegrity(Key));
        Assert.False(message.Has(StunAttribute.UseCandidate));
    }

    [Fact]
    public void Writer_WithIntegrityAndFingerprint_IsReadBack()
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunClass.Success, StunMessage.BindingMethod, "123456789012"u8);
        writer.AddXorMappedAddress(IPAddress.Parse("192.0.2.1").GetAddressBytes(), 32853);
        writer.AddMessageIntegrity(Key);
        writer.AddFingerprint();
        Assert.Equal(StunParseError.None, StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
        Assert.Equal("123456789012"u8.ToArray(), message.TransactionId.ToArray());
        Assert.Equal((IPAddress.Parse("192.0.2.1"), 32853), ReadAddress(message));
    }

    [Theory]
    [InlineData(StunClass.Request)]
    [InlineData(StunClass.Indication)]
    [InlineData(StunClass.Success)]
    [InlineData(StunClass.Error)]
    internal void Writer_AnyClassAndMethod_IsReadBack(StunClass messageClass)
    {
        for (ushort method = 0; method < 0x1000; method++)
        {
            var buffer = new byte[20];
            _ = new StunMessageWriter(buffer, messageClass, method, new byte[12]);
            Assert.Equal(StunParseError.None, StunMessage.TryParse(buffer, out var message));
            Assert.Equal((messageClass, method), (message.Class, message.Method));
        }
    }

    [Fact]
    public void CollectUnknownRequired_NamesOnlyTheUnknownRequiredOnes()
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunClass.Request, StunMessage.BindingMethod, new byte[12]);
        writer.Add(StunAttribute.Username, "a:b"u8);
        writer.Add((StunAttribute)0x7ABC, "odd"u8);
        writer.Add((StunAttribute)0xFABC, "optional"u8);
        Assert.Equal(StunParseError.None, StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
        Span<ushort> unknown = stackalloc ushort[4];
        Assert.Equal(1, message.CollectUnknownRequired(unknown));
        Assert.Equal(0x7ABC, unknown[0]);
    }

    [Theory]
    [InlineData("", StunParseError.TooShort)]
    [InlineData("00010000", StunParseError.TooShort)]
    [InlineData("000100002112a443000000000000000000000000", StunParseError.NotStun)]
    [InlineData("400100002112a442000000000000000000000000", StunParseError.NotStun)]
    [InlineData("000100032112a442000000000000000000000000000000", StunParseError.BadLength)]
    [InlineData("000100042112a442000000000000000000000000", StunParseError.TooShort)]
    [InlineData("000100002112a44200000000000000000000000000", StunParseError.TooLong)]
    [InlineData("000100042112a44200000000000000000000000000060005", StunParseError.BadAttribute)]
    [InlineData("000100082112a4420000000000000000000000000008000400000000", StunParseError.BadAttribute)]
    internal void TryParse_Malformed_SaysWhy(string hex, StunParseError expected) =>
        Assert.Equal(expected, StunMessage.TryParse(Convert.FromHexString(hex), out _));

    private static void AssertResponse(byte[] datagram, string address)
    {
        Assert.Equal(StunParseError.None, StunMessage.TryParse(datagram, out var message));
        Assert.Equal(StunClass.Success, message.Class);
        Assert.Equal((IPAddress.Parse(address), 32853), ReadAddress(message));
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    /// <summary>An independent reading of RFC 8489 §14.2.</summary>
    private static (IPAddress Address, int Port) ReadAddress(in StunMessage message)
    {
        Assert.True(message.TryGet(StunAttribute.XorMappedAddress, out var value));
        var mask = new byte[] { 0x21, 0x12, 0xA4, 0x42 }
            .Concat(message.TransactionId.ToArray())
            .ToArray();
        var bytes = value[4..].ToArray().Zip(mask, (left, right) => (byte)(left ^ right)).ToArray();
        return (new IPAddress(bytes), ((value[2] << 8) | value[3]) ^ 0x2112);
    }
}
