using System.Globalization;
using Command.TestKit;
using Command.TestKit.Peers;
using Microsoft.Playwright;

namespace Command.EndToEnd.Tests;

/// <summary>Simulated cameras → server → Chromium: what a duty officer does and sees.</summary>
[Collection(nameof(OneBoxTests))]
public sealed class WallTests(BrowserFixture chromium)
{
    /// <summary>What the product promises; the test's deadline is longer.</summary>
    private const double PromisedAgeMilliseconds = 500;

    private static readonly string[] CausesOfADeadCamera = ["connection-refused", "closed-by-peer", "source-closed", "timeout", "stalled"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Camera_DraggedFromTheTree_ShowsPicturesUnderHalfASecondOld()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var camera = await site.AddCameraAsync(unit, "北门 1号机", simulator.Uri(1), simulator.Uri(1, "sub"), Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);

        await wall.Page.Locator($"[data-device-id='{camera}'].tree-row").DragToAsync(wall.Tile(2));
        await wall.WaitForStateAsync(2, "playing");
        await wall.WaitForMoreFramesAsync(2, 20);

        var best = double.MaxValue;
        for (var tries = 0; tries < 10 && best > PromisedAgeMilliseconds; tries++)
        {
            var ages = await wall.PictureAgesAsync(2, 25);
            best = ages.Order().ElementAt(ages.Count / 2);
            TestContext.Current.SendDiagnosticMessage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"age of picture: median {best:F0} ms, newest {ages.Min():F0}, oldest {ages.Max():F0}"
                )
            );
        }
        Assert.InRange(best, 0, PromisedAgeMilliseconds);
        Assert.Equal(camera, await wall.Tile(2).GetAttributeAsync("data-device-id"));
        await Assertions.Expect(wall.Tile(2).Locator(".sim")).ToBeVisibleAsync();
        var saved = await site.GetAsync("/api/v1/walls/mine", Cancellation);
        Assert.Equal(camera, saved["tiles"]!.AsArray().Single()!["deviceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Camera_StoppedAndStarted_SaysWhyAndComesBackWithoutReload()
    {
        var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var camera = await site.AddCameraAsync(unit, "北门 1号机", simulator.Uri(1), simulator.Uri(1, "sub"), Cancellation);
        await site.PutWallAsync(1, [camera], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        await wall.WaitForStateAsync(0, "playing");

        var port = simulator.Port;
        await simulator.DisposeAsync();
        var reason = await wall.WaitForReasonAsync(0);
        Assert.Contains(reason, CausesOfADeadCamera);
        var text = await wall.Tile(0).InnerTextAsync();
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", text);

        simulator = await SimulatorProcess.StartAsync(1, ["--port", port.ToString(CultureInfo.InvariantCulture)], Cancellation);
        await using (simulator)
        {
            await wall.WaitForStateAsync(0, "playing");
            await wall.WaitForMoreFramesAsync(0, 20);
            Assert.False(await wall.WasReloadedAsync());
        }
        var history = await site.GetAsync($"/api/v1/cameras/{camera}/history?take=50", Cancellation);
        var states = history["changes"]!.AsArray().Select(change => change!["to"]!.GetValue<string>()).ToList();
        Assert.Contains("offline", states);
        Assert.Contains("online", states);
    }

    [Fact]
    public async Task Server_KilledAndStarted_BringsPicturesLayoutAndReasonsBackWithoutReload()
    {
        await using var simulator = await SimulatorProcess.StartAsync(2, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var one = await site.AddCameraAsync(unit, "北门", simulator.Uri(1), simulator.Uri(1, "sub"), Cancellation);
        var two = await site.AddCameraAsync(unit, "南门", simulator.Uri(2), null, Cancellation);
        var dark = await site.AddCameraAsync(unit, "旧机房", "rtsp://127.0.0.1:9/none", null, Cancellation);
        await site.PutWallAsync(4, [one, two, dark], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForStateAsync(1, "playing");
        Assert.Equal("connection-refused", await wall.WaitForReasonAsync(2));

        await server.KillAsync();
        await wall
            .Page.Locator("command-wall [data-slot='0']:not([data-state='playing'])")
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        Assert.NotEqual("", await wall.Tile(0).GetAttributeAsync("data-reason"));
        await server.StartAgainAsync(Cancellation);

        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForStateAsync(1, "playing");
        await wall.WaitForMoreFramesAsync(0, 20);
        await wall.WaitForMoreFramesAsync(1, 20);
        await wall.WaitForReasonAsync(2, "connection-refused");
        Assert.Equal(two, await wall.Tile(1).GetAttributeAsync("data-device-id"));
        Assert.False(await wall.WasReloadedAsync());
    }

    [Fact]
    public async Task Wall_ByKeyboard_ChangesLayoutAndClearsTiles()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var camera = await site.AddCameraAsync(unit, "北门", simulator.Uri(1), simulator.Uri(1, "sub"), Cancellation);
        await site.PutWallAsync(4, [camera], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password, "en-US");
        await wall.WaitForStateAsync(0, "playing");
        Assert.Equal("main", await wall.Tile(0).GetAttributeAsync("data-profile"));

        await wall.Tile(0).FocusAsync();
        await wall.Page.Keyboard.PressAsync("9");
        await Assertions.Expect(wall.Page.Locator("command-wall [data-slot]:visible")).ToHaveCountAsync(9);
        await wall.Page.Keyboard.PressAsync("0");
        await Assertions.Expect(wall.Page.Locator("command-wall [data-slot]:visible")).ToHaveCountAsync(16);
        await wall.Page.Locator("command-wall [data-slot='0'][data-profile='sub'][data-state='playing']").WaitForAsync();
        await wall.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(wall.Tile(1)).ToBeFocusedAsync();
        await wall.Page.Keyboard.PressAsync("ArrowLeft");
        await wall.Page.Keyboard.PressAsync("Delete");
        await wall.WaitForStateAsync(0, "empty");
        await wall.Page.Keyboard.PressAsync("1");
        await Assertions.Expect(wall.Page.Locator("command-wall [data-slot]:visible")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Six_cameras_move_on_the_wall_and_the_picture_is_kept_for_the_readme()
    {
        await using var simulator = await SimulatorProcess.StartAsync(6, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("演示区司法局", Cancellation);
        var names = new[] { "北门 1号机", "调解室", "接待大厅", "南门 2号机", "公证大厅", "停车场" };
        var cameras = new List<string>();
        foreach (var (name, index) in names.Select((name, index) => (name, index)))
        {
            cameras.Add(await site.AddCameraAsync(unit, name, simulator.Uri(index + 1), simulator.Uri(index + 1, "sub"), Cancellation));
        }
        await site.PutWallAsync(9, cameras, Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);

        for (var slot = 0; slot < cameras.Count; slot++)
        {
            await wall.WaitForStateAsync(slot, "playing");
        }
        for (var slot = 0; slot < cameras.Count; slot++)
        {
            await wall.WaitForMoreFramesAsync(slot, 10);
        }
        var picture = await wall.Page.ScreenshotAsync();
        Assert.True(picture.Length > 50_000, $"The screenshot has only {picture.Length} bytes: the tiles cannot be moving pictures.");
        await Screenshots.KeepAsync("wall.png", picture, Cancellation);
        using var still = await site.GetRawAsync($"/api/v1/cameras/{cameras[0]}/still?width=640", Cancellation);
        Assert.Equal("image/jpeg", still.Content.Headers.ContentType?.MediaType);
    }
}
