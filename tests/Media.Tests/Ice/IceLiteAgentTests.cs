using System.Net;
using System.Text;
using Command.Media.Ice;
using Command.Media.Stun;

namespace Command.Media.Tests.Ice;

public sealed class IceLiteAgentTests
{
    private static readonly IceCredentials Local = new("ourUfrag", "ourPassword0123456789abc");
    private static readonly SocketAddress From = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 4321).Serialize();

    [Fact]
    public void Handle_AuthenticCheck_AnswersWithTheMappedAddress()
    {
        Assert.Equal(IceVerdict.Checked, Handle(Check(), out var response));
        Assert.Equal(StunParseError.None, StunMessage.TryParse(response, out var answer));
        Assert.Equal(StunClass.Success, answer.Class);
        Assert.True(answer.VerifyIntegrity(Local.Key));
        Assert.True(answer.VerifyFingerprint());
        Assert.True(answer.TryGet(StunAttribute.XorMappedAddress, out var mapped));
        Assert.Equal([0, 1, 4321 >> 8 ^ 0x21, 4321 & 0xFF ^ 0x12, 192 ^ 0x21, 0 ^ 0x12, 2 ^ 0xA4, 7 ^ 0x42], mapped.ToArray());
    }

    [Fact]
    public void Handle_FromAMappedIPv4Address_AnswersWithIPv4()
    {
        var mapped = new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.7"), 4321).Serialize();
        Assert.Equal(IceVerdict.Checked, Handle(Check(), out var response, mapped));
        Assert.Equal(StunParseError.None, StunMessage.TryParse(response, out var answer));
        Assert.True(answer.TryGet(StunAttribute.XorMappedAddress, out var value));
        Assert.Equal((8, 1), (value.Length, value[1]));
    }

    [Fact]
    public void Handle_UseCandidate_Nominates() => Assert.Equal(IceVerdict.Nominated, Handle(Check(StunAttribute.UseCandidate), out _));

    [Fact]
    public void Handle_WrongPasswordOrUser_KeepsSilent()
    {
        AssertSilent(Check(password: "wrongPassword0123456789a"));
        AssertSilent(Check(userName: "ourUfrag:someone"));
        AssertSilent(Check(userName: "ourUfragtheir"));
        AssertSilent(Check(userName: "otherOne:theirs"));
        AssertSilent(Check(withIntegrity: false));
        var damaged = Check();
        damaged[^1] ^= 1;
        AssertSilent(damaged);
    }

    [Fact]
    public void Handle_ControlledPeer_AnswersRoleConflict() => AssertError(Check(StunAttribute.IceControlled), 487);

    [Fact]
    public void Handle_UnknownRequiredAttribute_AnswersUnknownAttribute()
    {
        var answer = AssertError(Check((StunAttribute)0x7001), 420);
        Assert.Equal(StunParseError.None, StunMessage.TryParse(answer, out var message));
        Assert.True(message.TryGet(StunAttribute.UnknownAttributes, out var types));
        Assert.Equal([0x70, 0x01], types.ToArray());
    }

    [Fact]
    public void Create_Credentials_AreLongAndFresh()
    {
        var many = Enumerable.Range(0, 1_000).Select(_ => IceCredentials.Create()).ToList();
        Assert.Equal(1_000, many.Select(one => one.Ufrag).Distinct().Count());
        Assert.All(many, one => Assert.True(one.Ufrag.Length >= 4 && one.Password.Length >= 22));
        Assert.DoesNotContain(many[0].Password, many[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gather_ConfiguredAddresses_KeepTheirOrder()
    {
        IPAddress[] addresses = [IPAddress.Parse("203.0.113.5"), IPAddress.Parse("2001:db8::5"), IPAddress.Loopback];
        var candidates = IceCandidate.Gather(addresses, 8189, hasIPv6: true);
        Assert.Equal(addresses, candidates.Select(candidate => candidate.Address));
        Assert.Equal(
            candidates.Select(candidate => candidate.Priority).OrderDescending(),
            candidates.Select(candidate => candidate.Priority)
        );
        Assert.All(candidates, candidate => Assert.Equal(8189, candidate.Port));
        Assert.Equal(2, IceCandidate.Gather(addresses, 8189, hasIPv6: false).Count);
    }

    private static void AssertSilent(byte[] request)
    {
        Assert.Equal(IceVerdict.Ignored, Handle(request, out var response));
        Assert.Empty(response);
    }

    private static byte[] AssertError(byte[] request, int code)
    {
        Assert.Equal(IceVerdict.Refused, Handle(request, out var response));
        Assert.Equal(StunParseError.None, StunMessage.TryParse(response, out var answer));
        Assert.Equal(StunClass.Error, answer.Class);
        Assert.True(answer.VerifyIntegrity(Local.Key));
        Assert.True(answer.TryGet(StunAttribute.ErrorCode, out var value));
        Assert.Equal(code, (value[2] * 100) + value[3]);
        return response;
    }

    private static IceVerdict Handle(byte[] request, out byte[] response, SocketAddress? from = null)
    {
        Assert.Equal(StunParseError.None, StunMessage.TryParse(request, out var message));
        var buffer = new byte[IceLiteAgent.MaxResponseLength];
        var verdict = new IceLiteAgent(Local, "theirs").Handle(message, from ?? From, buffer, out var length);
        response = buffer[..length];
        return verdict;
    }

    private static byte[] Check(
        StunAttribute extra = StunAttribute.Software,
        string userName = "ourUfrag:theirs",
        string password = "ourPassword0123456789abc",
        bool withIntegrity = true
    )
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunClass.Request, StunMessage.BindingMethod, "abcdefghijkl"u8);
        writer.Add(StunAttribute.Username, Encoding.UTF8.GetBytes(userName));
        writer.Add(StunAttribute.Priority, 1u);
        writer.Add(extra, []);
        if (withIntegrity)
        {
            writer.AddMessageIntegrity(Encoding.UTF8.GetBytes(password));
        }

        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
