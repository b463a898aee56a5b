using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Devices.Mqtt;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Recorders;

/// <summary>Presence with a silo: grace, wills of old connections, restarts.</summary>
public sealed class PresenceTests : RecorderTestsBase
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Lost_WithinTheGrace_ComesBackWithoutHavingBeenOffline()
    {
        await ConnectAsync();
        Assert.Equal(DeviceState.Online, (await DescribeAsync()).State);
        await LoseAsync();
        var lost = await DescribeAsync();
        Assert.Equal((DeviceState.Connecting, "connection-lost"), (lost.State, lost.Cause.Code));
        Time.Advance(Grace / 2);
        await ConnectAsync();

        Assert.Equal(DeviceState.Online, (await DescribeAsync()).State);
        var history = (await Recorder.HistoryAsync(Person, 10, Cancellation)).Value!.Changes;
        Assert.Equal(
            [DeviceState.Online, DeviceState.Connecting, DeviceState.Online, DeviceState.Unknown],
            history.Select(change => change.To)
        );
    }

    [Fact]
    public async Task Lost_BeyondTheGrace_IsOfflineAndRaisesABlueSignalThatItsReturnCloses()
    {
        await ConnectAsync();
        await LoseAsync();
        Time.Advance(Grace + TimeSpan.FromSeconds(1));
        var offline = await StateAsync(DeviceState.Offline);
        Assert.Equal("connection-lost", offline.Cause.Code);
        Assert.Empty(await SignalsAsync("device-offline"));

        Time.Advance(TimeSpan.FromSeconds(31));
        await Until.TrueAsync(async () => !(await SignalsAsync("device-offline")).IsEmpty, "the signal");
        Assert.Equal(SignalColour.Blue, (await SignalsAsync("device-offline"))[0].Colour);

        await ConnectAsync();
        Assert.Equal(SignalState.Closed, (await SignalsAsync("device-offline"))[0].State);
    }

    [Fact]
    public async Task Lost_OnShift_IsYellow()
    {
        await Recorder.AssignOfficerAsync(Person, "012345", "李警官", null, Cancellation);
        await ConnectAsync();
        await LoseAsync(reason: "shutdown");
        Assert.Equal((DeviceState.Offline, "shutdown"), ((await DescribeAsync()).State, (await DescribeAsync()).Cause.Code));
        Time.Advance(TimeSpan.FromSeconds(31));
        await Until.TrueAsync(async () => !(await SignalsAsync("device-offline")).IsEmpty, "the signal");
        Assert.Equal(SignalColour.Yellow, (await SignalsAsync("device-offline"))[0].Colour);
    }

    [Fact]
    public async Task Shutdown_OffShift_IsOfflineAtOnceAndNoNews()
    {
        await ConnectAsync();
        await LoseAsync(reason: "shutdown");
        Assert.Equal(DeviceState.Offline, (await DescribeAsync()).State);
        Time.Advance(TimeSpan.FromMinutes(5));
        await ConnectAsync();
        Assert.Empty(await SignalsAsync("device-offline"));
    }

    [Fact]
    public async Task Will_OfTheConnectionThatANewerOneReplaced_ChangesNothing()
    {
        await ConnectAsync("boot-1");
        await ConnectAsync("boot-2");
        await LoseAsync("boot-1");
        Assert.True((await DescribeAsync()).Connected);
        await LoseAsync("boot-2");
        Assert.False((await DescribeAsync()).Connected);
    }

    [Fact]
    public async Task AnyMessage_AfterALoss_MeansConnected()
    {
        await ConnectAsync();
        await LoseAsync();
        await BatteryAsync();
        var back = await StateAsync(DeviceState.Online);
        Assert.True(back.Connected);
    }

    [Fact]
    public async Task Silence_OfAConnectedRecorder_IsALossThatAnyMessageEnds()
    {
        await ConnectAsync();
        Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(InboxVerdict.Taken, await BatteryAsync());
        Time.Advance(TimeSpan.FromMinutes(9));
        Assert.True((await DescribeAsync()).Connected);

        Time.Advance(TimeSpan.FromMinutes(1));
        var lost = await StateAsync(DeviceState.Connecting);
        Assert.Equal(("silent", false), (lost.Cause.Code, lost.Connected));
        Time.Advance(Grace + TimeSpan.FromSeconds(1));
        Assert.Equal("silent", (await StateAsync(DeviceState.Offline)).Cause.Code);

        Assert.Equal(InboxVerdict.Taken, await BatteryAsync());
        Assert.True((await StateAsync(DeviceState.Online)).Connected);
    }

    [Fact]
    public async Task Page_ThatReports_IsOnlineUntilItIsSilent()
    {
        var report = new PositionReport("page-1", [new NumberedPosition(1, Position(31.86, 117.28))], 55);
        Assert.True((await Recorder.ReportPositionsAsync(Person, report, Cancellation)).Accepted);
        var here = await DescribeAsync();
        Assert.Equal((DeviceState.Online, false, 55), (here.State, here.Connected, here.Health!.BatteryPercent));
        Assert.Equal((31.86, "page"), (here.Position!.LatitudeDegrees, here.Position.Source));

        Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("silent", (await StateAsync(DeviceState.Offline)).Cause.Code);
    }

    [Fact]
    public async Task Restart_WhatWasOnlineIsConnectingUntilHeardOrTheGraceIsOver()
    {
        await ConnectAsync();
        await Silo.DisposeAsync();
        Silo = await StartAsync(DataDirectory);

        var back = await StateAsync(DeviceState.Connecting);
        Assert.Equal(("server-started", false), (back.Cause.Code, back.Connected));
        Time.Advance(Grace + TimeSpan.FromSeconds(1));
        Assert.Equal("server-started", (await StateAsync(DeviceState.Offline)).Cause.Code);
        await ConnectAsync();
        Assert.Equal(DeviceState.Online, (await DescribeAsync()).State);
    }

    private Task<InboxVerdict> BatteryAsync() =>
        TellAsync(new BodyWornHealth(Time.GetUtcNow(), 80, null, null, null, null, null, null, null));

    private RecorderPosition Position(double latitude, double longitude) =>
        new(Time.GetUtcNow(), latitude, longitude, null, null, null, null, null, 12, "unknown", "page", false);
}
