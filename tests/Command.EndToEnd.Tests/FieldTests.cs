using System.Diagnostics;
using System.Globalization;
using System.Net;
using Command.TestKit;
using Command.TestKit.Peers;
using Microsoft.Playwright;

namespace Command.EndToEnd.Tests;

/// <summary>A phone in the field → server → wall: a picture that comes back by itself, and an SOS that is heard.</summary>
[Collection(nameof(OneBoxTests))]
public sealed class FieldTests(BrowserFixture chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Phone_Streams_AndTheWallShowsIt()
    {
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var (recorder, _, _) = await site.AddRecorderAsync(unit, "执法仪 07", Cancellation);
        await site.PutWallAsync(4, [recorder], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        Assert.NotEqual("", await wall.WaitForReasonAsync(0));
        await using var field = await FieldScreen.OpenAsync(chromium.Browser, server.BaseAddress, server.Password, recorder);

        await field.StartAsync();
        await field.WaitForStateAsync("live");
        var begun = Stopwatch.GetTimestamp();
        await wall.WaitForStateAsync(0, "playing");
        Tell($"field live → wall plays: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
        await wall.WaitForMoreFramesAsync(0, 20);

        var (mean, spread) = await wall.BrightnessAsync(0);
        Assert.True(mean > 10 && spread > 5, $"The picture is flat: mean {mean:F1}, spread {spread:F1}.");
        var status = await site.WaitForAsync(
            $"/api/v1/recorders/{recorder}",
            node => node["session"]?["state"]?.GetValue<string>() == "live" && node["position"] is not null,
            Cancellation
        );
        Assert.Equal(31.2231, status["position"]!["latitudeDegrees"]!.GetValue<double>(), 3);
        await Screenshots.KeepAsync("field.png", await field.Page.ScreenshotAsync(), Cancellation);
    }

    [Fact]
    public async Task Sos_Held_IsOnTheWallAndReturnsTheTileAfterAcknowledgement()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var camera = await site.AddCameraAsync(unit, "北门 1号机", simulator.Uri(1), simulator.Uri(1, "sub"), Cancellation);
        var (recorder, _, _) = await site.AddRecorderAsync(unit, "执法仪 07", Cancellation);
        await site.PutWallAsync(1, [camera], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        await wall.WaitForStateAsync(0, "playing");
        await using var field = await FieldScreen.OpenAsync(chromium.Browser, server.BaseAddress, server.Password, recorder);

        await field.HoldSosAsync();
        var pressed = Stopwatch.GetTimestamp();
        await wall.Alarm("red").WaitForAsync();
        var banner = Stopwatch.GetElapsedTime(pressed);
        await wall.WaitForDeviceAsync(0, recorder);
        var tile = Stopwatch.GetElapsedTime(pressed);
        var signals = await site.WaitForAsync(
            $"/api/v1/signals?open=true&subjectId={recorder}",
            node => node["signals"]!.AsArray().Any(signal => signal!["source"]!.GetValue<string>() == "sos"),
            Cancellation
        );
        var listed = Stopwatch.GetElapsedTime(pressed);
        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForMoreFramesAsync(0, 10);
        Tell(
            $"SOS counted → banner {banner.TotalMilliseconds:F0} ms, tile {tile.TotalMilliseconds:F0} ms, signal read over REST {listed.TotalMilliseconds:F0} ms, picture {Stopwatch.GetElapsedTime(pressed).TotalMilliseconds:F0} ms"
        );
        Assert.Equal("red", signals["signals"]![0]!["colour"]!.GetValue<string>());
        await field.WaitForSosAsync("sent");
        await Screenshots.KeepAsync("wall-sos.png", await wall.Page.ScreenshotAsync(), Cancellation);
        await Screenshots.KeepAsync("field-sos.png", await field.Page.ScreenshotAsync(), Cancellation);

        await wall.Alarm("red").Locator(".ack").ClickAsync();
        await wall.WaitForDeviceAsync(0, camera);
        await wall.WaitForStateAsync(0, "playing");
        await field.WaitForSosAsync("acknowledged");
        await Assertions.Expect(wall.Alarm("red")).ToHaveCountAsync(0);
        var saved = await site.GetAsync("/api/v1/walls/mine", Cancellation);
        Assert.Equal(camera, saved["tiles"]!.AsArray().Single()!["deviceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Network_CutForTenSeconds_ResumesByItself()
    {
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var (recorder, _, _) = await site.AddRecorderAsync(unit, "执法仪 07", Cancellation);
        await site.PutWallAsync(1, [recorder], Cancellation);
        await using var relay = UdpRelay.Start(new IPEndPoint(IPAddress.Loopback, server.MediaPort));
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        await using var field = await FieldScreen.OpenAsync(chromium.Browser, server.BaseAddress, server.Password, recorder, relay);
        await field.StartAsync();
        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForMoreFramesAsync(0, 10);
        Assert.True(relay.Forwarded > 0, "The media did not pass the relay: the cut would cut nothing.");

        relay.IsCut = true;
        await field.SetOfflineAsync(true);
        var cut = Stopwatch.GetTimestamp();
        // Ten seconds are the length of the cut itself, not a wait for something.
        await Task.Delay(TimeSpan.FromSeconds(10), Cancellation);
        Assert.NotEqual("live", await field.StateAsync());
        Assert.NotEqual("playing", await wall.StateAsync(0));
        var frames = await wall.FramesAsync(0);
        relay.IsCut = false;
        await field.SetOfflineAsync(false);
        var back = Stopwatch.GetTimestamp();

        await field.WaitForStateAsync("live");
        await wall.Page.WaitForFunctionAsync(
            "([slot, frames]) => { const tile = document.querySelector('command-wall').shadowRoot.querySelector(`[data-slot='${slot}']`); const now = Number(tile.dataset.framesDecoded); return tile.dataset.state === 'playing' && now > 0 && now !== frames; }",
            new object[] { 0, frames }
        );
        Tell(
            $"cut for {Stopwatch.GetElapsedTime(cut, back).TotalSeconds:F1} s → picture on the wall {Stopwatch.GetElapsedTime(back).TotalMilliseconds:F0} ms after it"
        );
        await wall.WaitForMoreFramesAsync(0, 10);
        Assert.False(await field.WasReloadedAsync());
        Assert.False(await wall.WasReloadedAsync());
    }

    [Fact]
    public async Task Server_KilledWhileStreaming_GetsTheRecorderBackAndTheSosPressedMeanwhile()
    {
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var (recorder, _, _) = await site.AddRecorderAsync(unit, "执法仪 07", Cancellation);
        await site.PutWallAsync(1, [recorder], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        await using var field = await FieldScreen.OpenAsync(chromium.Browser, server.BaseAddress, server.Password, recorder);
        await field.StartAsync();
        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForMoreFramesAsync(0, 10);

        await server.KillAsync();
        await field.HoldSosAsync();
        await field.WaitForSosAsync("queued");
        await server.StartAgainAsync(Cancellation);
        var ready = Stopwatch.GetTimestamp();

        await field.WaitForSosAsync("sent");
        await wall.Alarm("red").WaitForAsync();
        Tell($"server ready → SOS on the wall {Stopwatch.GetElapsedTime(ready).TotalMilliseconds:F0} ms");
        await field.WaitForStateAsync("live");
        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForMoreFramesAsync(0, 10);
        Tell($"server ready → picture on the wall {Stopwatch.GetElapsedTime(ready).TotalMilliseconds:F0} ms");
        Assert.False(await field.WasReloadedAsync());
        using var again = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var signals = await again.GetAsync($"/api/v1/signals?open=true&subjectId={recorder}", Cancellation);
        Assert.Single(signals["signals"]!.AsArray(), signal => signal!["source"]!.GetValue<string>() == "sos");
    }

    private static void Tell(FormattableString text) =>
        TestContext.Current.SendDiagnosticMessage(text.ToString(CultureInfo.InvariantCulture));
}
