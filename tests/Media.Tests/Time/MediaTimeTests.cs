using Command.Media.Time;
using FsCheck.Xunit;

namespace Command.Media.Tests.Time;

public sealed class MediaTimeTests
{
    [Property]
    public void FromClock_AnyAudioClock_ComesBackExactly(int ticks)
    {
        foreach (var rate in (int[])[8_000, 16_000, 22_050, 44_100, 48_000, 90_000])
        {
            var long64 = ticks * 1_000L;
            Assert.Equal(long64, MediaTime.FromClock(long64, rate).ToClock(rate));
        }
    }

    [Fact]
    public void ToTimeSpan_OneHour_IsOneHour()
    {
        Assert.Equal(TimeSpan.FromHours(1), new MediaTime(90_000L * 3600).ToTimeSpan());
        Assert.Equal(new MediaTime(90_000L * 3600), MediaTime.FromTimeSpan(TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(-20), new MediaTime(0) - new MediaTime(1_800));
    }
}
