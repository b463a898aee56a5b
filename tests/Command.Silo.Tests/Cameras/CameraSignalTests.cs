using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Devices.Drivers;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Cameras;

public sealed class CameraSignalTests : NounTestsBase
{
    [Fact]
    public async Task Offline_ForAMinute_RaisesBlueWithItsCause_AndClosesWhenItReturns()
    {
        var camera = await BrokenCameraAsync(DeviceCause.HostUnreachable);
        Assert.Empty(await SignalsAsync(camera));

        Time.Advance(TimeSpan.FromSeconds(61));

        await Until.TrueAsync(async () => (await SignalsAsync(camera)).Count == 1, "the signal is raised");
        var signal = Assert.Single(await SignalsAsync(camera));
        Assert.Equal(
            ("device-offline", SignalColour.Blue, SignalState.New, "大厅 Hall"),
            (signal.Source, signal.Colour, signal.State, signal.Subject.Name)
        );
        Assert.Equal(("cause", "host-unreachable"), (signal.Evidence[0].Kind, signal.Evidence[0].Text));

        Device.Repair(MainOf(camera));
        await StateAsync(camera, DeviceState.Online);
        await Until.TrueAsync(async () => (await SignalsAsync(camera))[0].State == SignalState.Closed, "it closes by itself");
        await Until.TrueAsync(async () => await DeadlinesAsync(camera) == 0, "nothing is left to tell");
    }

    [Fact]
    public async Task Offline_BackBeforeTheMinute_NobodyHearsOfIt()
    {
        var camera = await BrokenCameraAsync(DeviceCause.Timeout);
        Assert.Equal(1, await DeadlinesAsync(camera));

        Device.Repair(MainOf(camera));
        await StateAsync(camera, DeviceState.Online);

        Assert.Equal(0, await DeadlinesAsync(camera));
        Assert.Empty(await SignalsAsync(camera));
    }

    [Fact]
    public async Task Offline_DisabledOrDeleted_Closes()
    {
        var disabled = await BrokenCameraAsync(DeviceCause.Timeout);
        var deleted = await BrokenCameraAsync(DeviceCause.Timeout, "公证处");
        Time.Advance(TimeSpan.FromSeconds(61));
        await Until.TrueAsync(
            async () => (await SignalsAsync(disabled)).Count + (await SignalsAsync(deleted)).Count == 2,
            "both signals are raised"
        );

        var unit = (await Camera(disabled).DescribeAsync(Person, Cancellation)).Value!.UnitId;
        Assert.Null((await Camera(disabled).UpdateAsync(Person, Draft(unit) with { Enabled = false }, null, Cancellation)).Refusal);
        Assert.True((await Camera(deleted).DeleteAsync(Person, null, Cancellation)).Accepted);

        Assert.Equal(SignalState.Closed, (await SignalsAsync(disabled))[0].State);
        Assert.Equal(SignalState.Closed, (await SignalsAsync(deleted))[0].State);
    }

    [Fact]
    public async Task Restart_WhileOffline_IsStillOneSignal()
    {
        var camera = await BrokenCameraAsync(DeviceCause.Timeout);
        Time.Advance(TimeSpan.FromSeconds(61));
        await Until.TrueAsync(async () => (await SignalsAsync(camera)).Count == 1, "the signal is raised");

        await Silo.DisposeAsync();
        Silo = await StartAsync(DataDirectory);
        await StateAsync(camera, DeviceState.Offline);
        Time.Advance(TimeSpan.FromSeconds(61));
        Device.Repair(MainOf(camera));
        await StateAsync(camera, DeviceState.Online);

        await Until.TrueAsync(async () => (await SignalsAsync(camera))[0].State == SignalState.Closed, "it closes");
        Assert.Equal(1, Assert.Single(await SignalsAsync(camera)).Count);
    }

    private async Task<string> BrokenCameraAsync(DeviceCause cause, string unit = "法院")
    {
        var camera = (await CameraAsync(Draft(await UnitAsync(unit)))).Id;
        await StateAsync(camera, DeviceState.Online);
        Device.Break(MainOf(camera), cause);
        await StateAsync(camera, DeviceState.Offline);
        return camera;
    }

    private async Task<IReadOnlyList<Signal>> SignalsAsync(string camera)
    {
        var desk = Silo.Grains.GetGrain<ISignalDeskGrain>(ISignalDeskGrain.SiteKey);
        return (await desk.QueryAsync(Person, new SignalQuery(false, null, camera, null, 10), Cancellation)).Value!.Signals;
    }

    private async Task<int> DeadlinesAsync(string camera)
    {
        await using var context = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await context.Deadlines.CountAsync(row => row.Kind == "camera" && row.Id == camera, Cancellation);
    }
}
