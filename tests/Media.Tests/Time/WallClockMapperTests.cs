using Command.Media.Time;

namespace Command.Media.Tests.Time;

public sealed class WallClockMapperTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WallTimeOf_BeforeAnyReport_IsUnknown()
    {
        var mapper = new WallClockMapper();
        Assert.Null(mapper.WallTimeOf(MediaTime.Zero));
        Assert.Null(mapper.ClockOffset);
        Assert.False(mapper.TryGetServerTime(MediaTime.Zero, out _));
    }

    [Fact]
    public void WallTimeOf_GoodDeviceClock_IsTheDevices()
    {
        var mapper = new WallClockMapper();
        mapper.OnSenderReport(At(10), Start.AddSeconds(10).AddMilliseconds(300), Start.AddSeconds(10));
        Assert.Equal(Start.AddSeconds(12).AddMilliseconds(300), mapper.WallTimeOf(At(12)));
        Assert.False(mapper.IsDeviceClockBad);
        Assert.True(mapper.TryGetServerTime(At(12), out var server));
        Assert.Equal(Start.AddSeconds(12), server);
    }

    [Fact]
    public void WallTimeOf_DeviceIn1970_IsOnTheServersClock()
    {
        var mapper = new WallClockMapper();
        mapper.OnSenderReport(At(10), DateTimeOffset.UnixEpoch.AddSeconds(10), Start.AddSeconds(10));
        Assert.True(mapper.IsDeviceClockBad);
        Assert.Equal(Start.AddSeconds(11), mapper.WallTimeOf(At(11)));
    }

    [Fact]
    public void ClockOffset_LateReports_IsTheMedian()
    {
        var mapper = new WallClockMapper();
        foreach (var (second, delay) in ((int, int)[])[(0, 20), (5, 900), (10, 22), (15, 21), (20, 23)])
        {
            mapper.OnSenderReport(At(second), Start.AddSeconds(second), Start.AddSeconds(second).AddMilliseconds(delay));
        }
        Assert.Equal(TimeSpan.FromMilliseconds(-22), mapper.ClockOffset);
    }

    [Fact]
    public void ClockOffset_DeviceClockWasSet_FollowsAtOnce()
    {
        var mapper = new WallClockMapper();
        mapper.OnSenderReport(At(0), DateTimeOffset.UnixEpoch, Start);
        mapper.OnSenderReport(At(5), Start.AddSeconds(5), Start.AddSeconds(5));
        Assert.Equal(TimeSpan.Zero, mapper.ClockOffset);
        Assert.False(mapper.IsDeviceClockBad);
    }

    [Fact]
    public void DriftPpm_FastMediaClock_IsPositive()
    {
        var mapper = new WallClockMapper();
        mapper.OnSenderReport(new MediaTime(0), Start, Start);
        Assert.Null(mapper.DriftPpm);
        mapper.OnSenderReport(new MediaTime((long)(90_000 * 100 * 1.0001)), Start.AddSeconds(100), Start.AddSeconds(100));
        Assert.InRange(mapper.DriftPpm!.Value, 99, 101);
    }

    private static MediaTime At(int seconds) => new(seconds * 90_000L);
}
