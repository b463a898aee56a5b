using Command.Contracts.Common;
using Command.Silo.Cameras;
using Command.Silo.Common;
using Command.Silo.MediaNode;

namespace Command.Silo.Tests.Cameras;

public sealed class CameraTransitionsTests
{
    private static readonly DateTimeOffset Then = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddMinutes(1);

    [Theory]
    [InlineData(DeviceState.Unknown, DeviceState.Connecting, DeviceState.Connecting)]
    [InlineData(DeviceState.Connecting, DeviceState.Online, DeviceState.Online)]
    [InlineData(DeviceState.Connecting, DeviceState.Offline, DeviceState.Offline)]
    [InlineData(DeviceState.Online, DeviceState.Degraded, DeviceState.Degraded)]
    [InlineData(DeviceState.Online, DeviceState.Offline, DeviceState.Offline)]
    [InlineData(DeviceState.Degraded, DeviceState.Online, DeviceState.Online)]
    [InlineData(DeviceState.Offline, DeviceState.Online, DeviceState.Online)]
    [InlineData(DeviceState.Offline, DeviceState.Connecting, DeviceState.Offline)]
    [InlineData(DeviceState.Online, DeviceState.Unknown, DeviceState.Unknown)]
    [InlineData(DeviceState.Disabled, DeviceState.Online, DeviceState.Disabled)]
    [InlineData(DeviceState.Disabled, DeviceState.Connecting, DeviceState.Disabled)]
    [InlineData(DeviceState.Disabled, DeviceState.Unknown, DeviceState.Disabled)]
    public void Apply_Report_LeadsTo(DeviceState from, DeviceState report, DeviceState to)
    {
        var before = new LinkState(from, StateCause.None, Then);

        var after = CameraTransitions.Apply(before, Report(report, "stalled"));

        Assert.Equal(to, after.State);
        Assert.Equal(from == to ? Then : Now, after.Since);
    }

    [Fact]
    public void Apply_OfflineForAnotherReason_KeepsSinceAndTakesCause()
    {
        var after = CameraTransitions.Apply(
            new LinkState(DeviceState.Offline, new StateCause("timeout", null), Then),
            Report(DeviceState.Offline, "unauthorized")
        );

        Assert.Equal(new LinkState(DeviceState.Offline, new StateCause("unauthorized", "x"), Then), after);
    }

    [Fact]
    public void Apply_IdleWhileOffline_RemembersWhyTheLastTryFailed()
    {
        var after = CameraTransitions.Apply(
            new LinkState(DeviceState.Offline, new StateCause("timeout", "No answer."), Then),
            new DeviceReport("main", DeviceState.Unknown, DeviceReports.Idle, Now, null, [], false)
        );

        Assert.Equal("idle", after.Cause.Code);
        Assert.Equal("The last try failed: timeout. No answer.", after.Cause.Detail);
    }

    [Theory]
    [InlineData(DeviceState.Online, DeviceState.Unknown, "server-started")]
    [InlineData(DeviceState.Offline, DeviceState.Unknown, "server-started")]
    [InlineData(DeviceState.Connecting, DeviceState.Unknown, "server-started")]
    [InlineData(DeviceState.Disabled, DeviceState.Disabled, "none")]
    [InlineData(DeviceState.Unknown, DeviceState.Unknown, "none")]
    public void Restart_NothingRunsAnyMore(DeviceState from, DeviceState to, string cause)
    {
        var after = CameraTransitions.Restart(new LinkState(from, StateCause.None, Then), Now);

        Assert.Equal((to, cause), (after.State, after.Cause.Code));
    }

    [Theory]
    [InlineData(DeviceState.Online, DeviceState.Offline, DeviceState.Online)]
    [InlineData(DeviceState.Offline, DeviceState.Online, DeviceState.Offline)]
    [InlineData(DeviceState.Unknown, DeviceState.Online, DeviceState.Online)]
    [InlineData(DeviceState.Unknown, DeviceState.Unknown, DeviceState.Unknown)]
    [InlineData(DeviceState.Unknown, null, DeviceState.Unknown)]
    public void Combine_MainDecidesWhileItIsPulled(DeviceState main, DeviceState? sub, DeviceState camera)
    {
        var link = CameraTransitions.Combine(
            new LinkState(main, StateCause.None, Then),
            sub is { } state ? new LinkState(state, StateCause.None, Then) : null
        );

        Assert.Equal(camera, link.State);
    }

    private static DeviceReport Report(DeviceState state, string cause) =>
        new("main", state, new StateCause(cause, "x"), Now, null, [], false);
}
