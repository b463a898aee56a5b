using Command.Media.Time;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.Time;

public sealed class RtpTimelineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Map_AcrossTheWrap_GoesOn()
    {
        var timeline = new RtpTimeline(90_000, _time);
        Assert.Equal(0, timeline.Map(uint.MaxValue - 100, 0, out _).Ticks90k);
        Assert.Equal(3_600, timeline.Map(unchecked(uint.MaxValue - 100 + 3_600), 0, out var jumped).Ticks90k);
        Assert.False(jumped);
    }

    [Fact]
    public void Map_BFrameOrder_StepsBack()
    {
        var timeline = new RtpTimeline(90_000, _time);
        timeline.Map(10_000, 0, out _);
        Assert.Equal(7_200, timeline.Map(17_200, 0, out _).Ticks90k);
        Assert.Equal(3_600, timeline.Map(13_600, 0, out var jumped).Ticks90k);
        Assert.False(jumped);
    }

    [Fact]
    public void Map_RestartedClock_GoesOnByArrival()
    {
        var timeline = new RtpTimeline(90_000, _time);
        timeline.Map(3_000_000_000, Arrival(0), out _);
        var time = timeline.Map(5, Arrival(40), out var jumped);
        Assert.True(jumped);
        Assert.Equal(3_600, time.Ticks90k);
        Assert.Equal(7_200, timeline.Map(3_605, Arrival(80), out jumped).Ticks90k);
        Assert.False(jumped);
        Assert.Equal(1, timeline.Jumps);
    }

    [Fact]
    public void Map_LongPauseThatReallyPassed_IsNoJump()
    {
        var timeline = new RtpTimeline(90_000, _time);
        timeline.Map(0, Arrival(0), out _);
        var time = timeline.Map(90_000 * 60, Arrival(60_100), out var jumped);
        Assert.False(jumped);
        Assert.Equal(TimeSpan.FromMinutes(1), time.ToTimeSpan());
    }

    [Fact]
    public void Restart_OtherSource_GoesOnByArrival()
    {
        var timeline = new RtpTimeline(8_000, _time);
        timeline.Map(100, Arrival(0), out _);
        timeline.Restart(999_999, Arrival(500));
        Assert.Equal(TimeSpan.FromMilliseconds(500), timeline.Map(999_999, Arrival(500), out var jumped).ToTimeSpan());
        Assert.False(jumped);
    }

    private long Arrival(int milliseconds) => milliseconds * (_time.TimestampFrequency / 1000);
}
