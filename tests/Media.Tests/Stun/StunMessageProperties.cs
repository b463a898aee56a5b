using Command.Media.Stun;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Stun;

public sealed class StunMessageProperties
{
    [Theory, MemberData(nameof(CrashCorpus.Rows), "stun", MemberType = typeof(CrashCorpus))]
    public void TryParse_OldCrasher_GivesAVerdict(string file) => ReadEverything(CrashCorpus.Read("stun", file));

    [Property(MaxTest = 2_000)]
    public void TryParse_AnyBytes_GivesAVerdict(byte[] input) => ReadEverything(input);

    [Property(MaxTest = 5_000)]
    public void TryParse_DamagedVector_GivesAVerdict(int vector, int position, byte value, int cut)
    {
        var source = (Math.Abs((long)vector) % 3) switch
        {
            0 => Rfc5769.Request,
            1 => Rfc5769.IPv4Response,
            _ => Rfc5769.IPv6Response,
        };
        var damaged = source.ToArray();
        damaged[(int)(Math.Abs((long)position) % damaged.Length)] = value;
        var length = cut % 4 == 0 ? (int)(Math.Abs((long)cut) % damaged.Length) : damaged.Length;
        ReadEverything(damaged[..length]);
    }

    private static void ReadEverything(byte[] input)
    {
        var verdict = StunMessage.TryParse(input, out var message);
        if (verdict != StunParseError.None)
        {
            return;
        }

        Assert.Equal(12, message.TransactionId.Length);
        Assert.InRange(message.Method, 0, 0xFFF);
        foreach (var attribute in Enum.GetValues<StunAttribute>())
        {
            Assert.True(!message.TryGet(attribute, out var value) || value.Length <= input.Length);
        }

        Span<ushort> unknown = stackalloc ushort[4];
        Assert.InRange(message.CollectUnknownRequired(unknown), 0, 4);
        _ = message.VerifyIntegrity("key"u8);
        _ = message.VerifyFingerprint();
    }
}
