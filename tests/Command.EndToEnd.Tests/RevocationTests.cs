using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Command.TestKit;
using Command.TestKit.Peers;

namespace Command.EndToEnd.Tests;

/// <summary>Somebody watches, and may no longer.</summary>
[Collection(nameof(OneBoxTests))]
public sealed class RevocationTests(BrowserFixture chromium)
{
    private const string Watcher = "watcher";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The picture goes within seconds, and the tile says why.</summary>
    /// <param name="role">The role that lets the watcher watch; another one, hearing-support, lets them go on seeing that the camera exists.</param>
    /// <param name="reasons">What the tile may say.</param>
    [Theory]
    [InlineData("inspector", "right-ended forbidden")]
    [InlineData("duty-officer", "shift-over right-ended forbidden")]
    public async Task RightThatEnds_TakesThePictureAway_WithTheReason(string role, string reasons)
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var camera = await site.AddCameraAsync(unit, "北门 1号机", simulator.Uri(1), simulator.Uri(1, "sub"), Cancellation);
        var account = await Staff.AddAsync(server.BaseAddress, server.Password, Watcher, unit, ["hearing-support"], Cancellation);
        using var security = await Staff.SignInAsync(server.BaseAddress, "security", server.Password, Cancellation);
        using var system = await Staff.SignInAsync(server.BaseAddress, "system", server.Password, Cancellation);
        var grant = await Staff.GrantAsync(security, account, role, unit, Cancellation);
        var shift = role == "duty-officer" ? await Staff.PlanAsync(system, account, role, unit, Cancellation) : null;
        await PutWallAsync(server, camera);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password, userName: Watcher);
        await wall.WaitForStateAsync(0, "playing");
        await wall.WaitForMoreFramesAsync(0, 10);

        var begun = Stopwatch.GetTimestamp();
        using var ended = shift is null
            ? await security.DeleteAsync(new Uri($"/api/v1/access/{account}/roles/{grant}?reason=test", UriKind.Relative), Cancellation)
            : await system.DeleteAsync(new Uri($"/api/v1/shifts/{shift}", UriKind.Relative), Cancellation);
        Assert.True(ended.IsSuccessStatusCode, $"{ended.StatusCode}");
        var reason = await wall.WaitForReasonAsync(0);

        TestContext.Current.SendDiagnosticMessage(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{role} taken away → {reason} on the tile {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms"
            )
        );
        Assert.Contains(reason, reasons.Split(' '));
        Assert.False(await wall.WasReloadedAsync());
    }

    private static async Task PutWallAsync(ServerProcess server, string camera)
    {
        using var watcher = await Staff.SignInAsync(server.BaseAddress, Watcher, server.Password, Cancellation);
        var layout = new JsonObject
        {
            ["cells"] = 1,
            ["tiles"] = new JsonArray(new JsonObject { ["slot"] = 0, ["deviceId"] = camera }),
            ["version"] = 0,
        };
        using var saved = await watcher.PutAsJsonAsync("/api/v1/walls/mine", layout, Cancellation);
        Assert.True(saved.IsSuccessStatusCode, $"{saved.StatusCode}");
    }
}
