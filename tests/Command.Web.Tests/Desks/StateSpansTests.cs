using Command.Contracts.Common;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class StateSpansTests
{
    private static readonly DateTimeOffset Noon = FakeSite.Noon;

    [Fact]
    public void Of_Changes_FillsTheBandWithoutGaps()
    {
        var spans = StateSpans.Of(
            [
                Change(-1, DeviceState.Offline, DeviceState.Online, "none"),
                Change(-7, DeviceState.Online, DeviceState.Offline, "connection-lost"),
            ],
            DeviceState.Online,
            Noon.AddHours(-24),
            Noon
        );
        Assert.Equal([DeviceState.Online, DeviceState.Offline, DeviceState.Online], spans.Select(span => span.State));
        Assert.Equal("connection-lost", spans[1].Cause.Code);
        Assert.Equal(0.25, spans[1].Share, 6);
        Assert.Equal(1, spans.Sum(span => span.Share), 6);
        Assert.Equal(spans[0].Until, spans[1].From);
    }

    [Fact]
    public void Of_ChangesBeforeTheBand_SetItsFirstState()
    {
        var spans = StateSpans.Of(
            [Change(-30, DeviceState.Online, DeviceState.Offline, "silent")],
            DeviceState.Offline,
            Noon.AddHours(-24),
            Noon
        );
        var only = Assert.Single(spans);
        Assert.Equal((DeviceState.Offline, "silent", 1), (only.State, only.Cause.Code, only.Share));
    }

    [Fact]
    public void Of_NoChange_IsTheStateNow() =>
        Assert.Equal(DeviceState.Unknown, Assert.Single(StateSpans.Of([], DeviceState.Unknown, Noon.AddHours(-24), Noon)).State);

    [Fact]
    public void Of_ChangeInTheFuture_EndsWithTheBand()
    {
        var spans = StateSpans.Of(
            [Change(1, DeviceState.Online, DeviceState.Offline, "silent")],
            DeviceState.Offline,
            Noon.AddHours(-24),
            Noon
        );
        Assert.Equal(DeviceState.Online, Assert.Single(spans).State);
    }

    private static StateChange Change(int hours, DeviceState from, DeviceState to, string cause) =>
        new(Noon.AddHours(hours), from, to, new StateCause(cause, null), "system");
}
