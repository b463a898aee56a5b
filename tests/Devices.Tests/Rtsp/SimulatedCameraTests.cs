using Command.Devices.Drivers;
using Command.Devices.Rtsp;
using Command.Media.Codecs;
using Command.TestKit.Peers;

namespace Command.Devices.Tests.Rtsp;

/// <summary>The project's own simulator as the camera.</summary>
public sealed class SimulatedCameraTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_And_ProbeAsync_SimulatedCamera_IsLabelledAndPlayable()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancelled);
        Assert.True(DeviceUri.TryParse(simulator.Uri(1), out var uri, out _));
        using var logs = new KeepingLoggers();

        var probe = await new RtspDriver(new RtspOptions(), TimeProvider.System, logs).ProbeAsync(uri, null, Cancelled);
        await using var run = new RtspRun(simulator.Uri(1), RtspTransportPreference.Udp);
        var online = await run.OnlineAsync();

        Assert.True(probe is { Succeeded: true, Simulated: true }, probe.Detail);
        Assert.All(probe.Tracks.Where(t => t.Kind == MediaKind.Video), t => Assert.True(t is { Width: > 0, FramesPerSecond: > 0 }));
        Assert.True(online.Simulated);
        Assert.All(online.Playability, p => Assert.Equal(PlayabilityVerdict.Playable, p));
        Assert.NotEmpty(await run.Watch().KeyFrameAsync());
    }
}
