using Command.Media.Rtp;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Rtp;

public sealed class RtpPacketViewTests
{
    [Fact]
    public void Rfc3550_5_1_All_fields_with_sources_extension_and_padding()
    {
        byte[] datagram =
        [
            0xB2,
            0xE0,
            0x12,
            0x34,
            0x01,
            0x02,
            0x03,
            0x04,
            0xAA,
            0xBB,
            0xCC,
            0xDD,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            2,
            0xBE,
            0xDE,
            0,
            1,
            0x10,
            0x55,
            0,
            0,
            0x61,
            0x62,
            0x63,
            0,
            0,
            3,
        ];
        Assert.Equal(RtpParseError.None, RtpPacketView.TryParse(datagram, out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(96, packet.PayloadType);
        Assert.Equal(0x1234, packet.SequenceNumber);
        Assert.Equal(0x01020304u, packet.Timestamp);
        Assert.Equal(0xAABBCCDDu, packet.Ssrc);
        Assert.Equal("abc"u8, packet.Payload);
        Assert.Equal(28, packet.PayloadOffset);
        Assert.True(packet.Extensions.TryFind(1, out var value));
        Assert.Equal([0x55], value.ToArray());
    }

    [Theory]
    [InlineData("8060000100000000000000", RtpParseError.TooShort)]
    [InlineData("406000010000000000000000", RtpParseError.WrongVersion)]
    [InlineData("816000010000000000000000", RtpParseError.TruncatedSources)]
    [InlineData("906000010000000000000000", RtpParseError.TruncatedExtension)]
    [InlineData("906000010000000000000000BEDE000100", RtpParseError.TruncatedExtension)]
    [InlineData("A0600001000000000000000000", RtpParseError.BadPadding)]
    [InlineData("A0600001000000000000000002", RtpParseError.BadPadding)]
    [InlineData("A06000010000000000000000", RtpParseError.BadPadding)]
    [InlineData("A0600001000000000000000001", RtpParseError.None)]
    public void TryParse_Damaged_SaysWhy(string hex, object expected) =>
        Assert.Equal((RtpParseError)expected, RtpPacketView.TryParse(Convert.FromHexString(hex), out _));

    [Theory, MemberData(nameof(CrashCorpus.Rows), "rtp", MemberType = typeof(CrashCorpus))]
    public void TryParse_OldCrasher_GivesAVerdict(string file) => AssertVerdict(CrashCorpus.Read("rtp", file));

    [Property(MaxTest = 5_000)]
    public void TryParse_AnyBytes_GivesAVerdict(byte first, byte[] rest) => AssertVerdict([(byte)(0x80 | first), .. rest]);

    [Property]
    public void WriteHeader_AnyFields_ComeBack(bool marker, byte type, ushort sequence, uint timestamp, uint ssrc, byte[] payload)
    {
        var datagram = new byte[12 + payload.Length];
        RtpPacketWriter.WriteHeader(datagram, marker, (byte)(type & 0x7F), sequence, timestamp, ssrc);
        payload.CopyTo(datagram, 12);
        Assert.Equal(RtpParseError.None, RtpPacketView.TryParse(datagram, out var packet));
        Assert.Equal(marker, packet.Marker);
        Assert.Equal(type & 0x7F, packet.PayloadType);
        Assert.Equal(sequence, packet.SequenceNumber);
        Assert.Equal(timestamp, packet.Timestamp);
        Assert.Equal(ssrc, packet.Ssrc);
        Assert.True(packet.Payload.SequenceEqual(payload));
    }

    [Fact]
    public void Rfc8285_4_2_Written_extensions_come_back()
    {
        var datagram = new byte[64];
        var writer = new RtpPacketWriter(datagram, true, 96, 1, 2, 3);
        writer.AddExtension(4, "mid0"u8);
        writer.AddExtension(14, [1, 2, 3]);
        var header = writer.EndHeader();
        Assert.Equal(0, header % 4);
        Assert.Equal(RtpParseError.None, RtpPacketView.TryParse(datagram.AsSpan(0, header + 5), out var packet));
        Assert.Equal(5, packet.PayloadLength);
        var extensions = packet.Extensions;
        Assert.True(extensions.TryReadNext(out var id, out var value));
        Assert.Equal(4, id);
        Assert.True(value.SequenceEqual("mid0"u8));
        Assert.True(extensions.TryReadNext(out id, out value));
        Assert.Equal(14, id);
        Assert.Equal([1, 2, 3], value.ToArray());
        Assert.False(extensions.TryReadNext(out _, out _));
    }

    [Fact]
    public void Rfc8285_4_3_Two_byte_form_with_empty_element()
    {
        var extensions = new RtpHeaderExtensions(0x1000, [5, 0, 0, 200, 2, 7, 8]);
        Assert.True(extensions.TryReadNext(out var id, out var value));
        Assert.Equal(5, id);
        Assert.Equal(0, value.Length);
        Assert.True(extensions.TryReadNext(out id, out value));
        Assert.Equal(200, id);
        Assert.Equal([7, 8], value.ToArray());
        Assert.False(extensions.TryReadNext(out _, out _));
    }

    private static void AssertVerdict(byte[] datagram)
    {
        if (RtpPacketView.TryParse(datagram, out var packet) != RtpParseError.None)
        {
            return;
        }
        Assert.InRange(packet.PayloadOffset + packet.PayloadLength, 12, datagram.Length);
        var extensions = packet.Extensions;
        var total = 0;
        while (extensions.TryReadNext(out _, out var value))
        {
            total += value.Length;
        }
        Assert.InRange(total, 0, packet.ExtensionData.Length);
    }
}
