using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Silo.Events;

namespace Command.Silo.Tests.Events;

public sealed class ObserverLaneTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Add_NewerValueOfTheSameDevice_TakesThePlace()
    {
        var lane = new ObserverLane(10);
        lane.Add(Changed("a", DeviceState.Connecting));
        lane.Add(Changed("b", DeviceState.Online));
        lane.Add(Changed("a", DeviceState.Online));

        var batch = lane.Take(10).Cast<DeviceChanged>().Select(item => (item.Device.Id, item.Device.State));

        Assert.Equal([("b", DeviceState.Online), ("a", DeviceState.Online)], batch);
        Assert.Equal(0, lane.Pending);
    }

    [Fact]
    public void Add_RemovalAfterChange_LeavesOnlyTheRemoval()
    {
        var lane = new ObserverLane(10);
        lane.Add(Changed("a", DeviceState.Online));
        lane.Add(new DeviceRemoved(Now, "a", "u"));

        Assert.IsType<DeviceRemoved>(Assert.Single(lane.Take(10)));
    }

    [Fact]
    public void Add_EndingsOfViewings_AreAllKeptInOrder()
    {
        var lane = new ObserverLane(10);
        var stream = StreamPath.OfCamera("a", "main");
        lane.Add(new ViewingEnded(Now, "1", "x", stream, "idle"));
        lane.Add(new ViewingEnded(Now, "2", "x", stream, "idle"));

        Assert.Equal(["1", "2"], lane.Take(10).Cast<ViewingEnded>().Select(item => item.SessionId));
    }

    [Fact]
    public void Add_FullLane_DropsTheOldestAndCounts()
    {
        var lane = new ObserverLane(2);
        lane.Add(Changed("a", DeviceState.Online));
        lane.Add(Changed("b", DeviceState.Online));
        lane.Add(Changed("c", DeviceState.Online));
        lane.Add(Changed("b", DeviceState.Offline));

        Assert.Equal(1, lane.Dropped);
        Assert.Equal(["c", "b"], lane.Take(10).Cast<DeviceChanged>().Select(item => item.Device.Id));
    }

    [Fact]
    public void Take_FewerThanPending_LeavesTheRest()
    {
        var lane = new ObserverLane(10);
        lane.Add(Changed("a", DeviceState.Online));
        lane.Add(Changed("b", DeviceState.Online));

        Assert.Single(lane.Take(1));
        lane.Add(Changed("b", DeviceState.Offline));
        Assert.Equal(DeviceState.Offline, Assert.IsType<DeviceChanged>(Assert.Single(lane.Take(5))).Device.State);
    }

    private static DeviceChanged Changed(string id, DeviceState state) =>
        new(Now, new DeviceSummary(id, DeviceKind.Camera, id, null, "u", state, StateCause.None, Now, false, false, true, true, null));
}
