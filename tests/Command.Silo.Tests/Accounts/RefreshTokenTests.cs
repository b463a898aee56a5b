using System.Security.Cryptography;
using Command.Silo.Accounts;

namespace Command.Silo.Tests.Accounts;

public sealed class RefreshTokenTests
{
    private static readonly byte[] Seed = RandomNumberGenerator.GetBytes(RefreshToken.SeedLength);

    [Fact]
    public void Check_EveryGeneration_IsCurrentOnceAndReusedForEver()
    {
        for (var current = 1; current <= 20; current++)
        {
            for (var generation = 1; generation <= 21; generation++)
            {
                var expected =
                    generation == current ? RefreshVerdict.Current
                    : generation < current ? RefreshVerdict.Reused
                    : RefreshVerdict.Invalid;
                var token = RefreshToken.Make(Seed, "session", generation);
                Assert.Equal(expected, RefreshToken.Check(Seed, "session", current, token));
            }
        }
    }

    [Fact]
    public void Check_OtherSessionOrSeed_IsInvalid()
    {
        var token = RefreshToken.Make(Seed, "session", 1);

        Assert.Equal(RefreshVerdict.Invalid, RefreshToken.Check(Seed, "other", 1, token));
        Assert.Equal(RefreshVerdict.Invalid, RefreshToken.Check(RandomNumberGenerator.GetBytes(32), "session", 1, token));
    }

    [Fact]
    public void Check_Garbage_IsInvalidAndNeverThrows()
    {
        var random = new Random(3);
        var good = RefreshToken.Make(Seed, "session", 1);
        for (var i = 0; i < 2000; i++)
        {
            var text = good.ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(0x10000);
            var changed = new string(text)[..random.Next(text.Length + 1)];
            if (changed != good)
            {
                Assert.Equal(RefreshVerdict.Invalid, RefreshToken.Check(Seed, "session", 1, changed));
            }
        }
    }
}
