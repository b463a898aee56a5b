using Command.Media.Time;
using FsCheck.Xunit;

namespace Command.Media.Tests.Time;

public sealed class NtpTimestampTests
{
    [Fact]
    public void FromDateTimeOffset_KnownInstant_Matches()
    {
        // The instant of the ONVIF replay example: 2026-11-24T08:00:00Z = EE AF C2 80.
        var ntp = NtpTimestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(0xEEAF_C280_0000_0000UL, ntp.Value);
        Assert.Equal(0xC280_0000u, ntp.Compact);
    }

    [Fact]
    public void ToDateTimeOffset_After2036_IsTheNextEra()
    {
        var late = new DateTimeOffset(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.Equal(late, NtpTimestamp.FromDateTimeOffset(late).ToDateTimeOffset());
    }

    [Property]
    public void FromDateTimeOffset_AnyInstant_ComesBackWithinOneTick(int seconds, int ticks)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(Math.Abs((long)seconds)).AddTicks(Math.Abs(ticks % 10_000_000));
        var back = NtpTimestamp.FromDateTimeOffset(time).ToDateTimeOffset();
        Assert.InRange((time - back).Ticks, 0, 1);
    }
}
