using Command.Contracts.Common;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Cameras;

public sealed class CameraRestartTests : NounTestsBase
{
    private readonly TestFolder _left = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _left.Dispose();
    }

    [Fact]
    public async Task Kill_DiskAsItWasAtThatMoment_CamerasComeBackByThemselves()
    {
        var unit = await UnitAsync();
        var always = (await CameraAsync(Draft(unit))).Id;
        var onDemand = (await CameraAsync(Draft(unit) with { AlwaysOn = false })).Id;
        var off = (await CameraAsync(Draft(unit) with { Enabled = false })).Id;
        await StateAsync(always, DeviceState.Online);

        // What is on the disk now is what a kill now would leave; the first silo never gets to say goodbye to it.
        DiskCopy.Take(DataDirectory, _left.Path);
        await Silo.DisposeAsync();
        var starts = Device.Starts(MainOf(always));
        Silo = await StartAsync(_left.Path);

        await Until.TrueAsync(() => Device.Starts(MainOf(always)) > starts && Device.IsRunning(MainOf(always)), "nobody asked for it");
        await StateAsync(always, DeviceState.Online);
        var history = (await Camera(always).HistoryAsync(Person, 3, Cancellation)).Value!.Changes;
        Assert.Equal(
            [
                (DeviceState.Connecting, DeviceState.Online),
                (DeviceState.Unknown, DeviceState.Connecting),
                (DeviceState.Online, DeviceState.Unknown),
            ],
            history.Select(change => (change.From, change.To))
        );
        Assert.Equal("server-started", history[2].Cause.Code);
        Assert.Equal(DeviceState.Unknown, (await Camera(onDemand).DescribeAsync(Person, Cancellation)).Value!.State);
        Assert.Equal(DeviceState.Disabled, (await Camera(off).DescribeAsync(Person, Cancellation)).Value!.State);
        Assert.Equal(0, Device.Starts(MainOf(onDemand)) + Device.Starts(MainOf(off)));
    }
}
