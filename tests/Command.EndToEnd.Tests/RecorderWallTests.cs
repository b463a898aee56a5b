using System.Diagnostics;
using System.Globalization;
using Command.TestKit;
using Command.TestKit.Peers;
using Command.Tools.Simulator.Recorders;
using Microsoft.Playwright;

namespace Command.EndToEnd.Tests;

/// <summary>A simulated recorder over MQTT and WHIP → server → wall, with the embedded broker and with mosquitto.</summary>
[Collection(nameof(OneBoxTests))]
public sealed class RecorderWallTests(BrowserFixture chromium) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-recorder-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Credentials => Path.Combine(_folder, "recorders.jsonl");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recorder_DroppedOnTheWall_IsAskedToStreamAndItsSosIsHeard(bool isExternal)
    {
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("江苏路司法所", Cancellation);
        var (recorder, serial, key) = await site.AddRecorderAsync(unit, "执法仪 07", Cancellation);
        RecorderCredential.WriteAll(Credentials, [new(recorder, serial, key)]);
        await using var broker = isExternal ? await UseMosquittoAsync(server, serial, key) : null;
        using var again = isExternal ? await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation) : null;
        var mqtt = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{broker?.Port ?? server.MqttPort}");
        string[] arguments = ["--server", server.BaseAddress.ToString(), "--broker", mqtt, "--interval", "1"];
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);
        await using (RecorderSimulatorProcess.Start(Credentials, null, arguments))
        {
            await (again ?? site).WaitForAsync(
                $"/api/v1/recorders/{recorder}",
                node => node["state"]!.GetValue<string>() == "online" && node["position"] is not null && node["health"] is not null,
                Cancellation
            );
            await wall.Page.Locator($"[data-device-id='{recorder}'].tree-row").DragToAsync(wall.Tile(1));
            var dropped = Stopwatch.GetTimestamp();
            await wall.WaitForStateAsync(1, "playing");
            await wall.WaitForMoreFramesAsync(1, 20);
            Tell($"dropped on the wall → twenty pictures {Stopwatch.GetElapsedTime(dropped).TotalMilliseconds:F0} ms");
            await Assertions.Expect(wall.Tile(1).Locator(".sim")).ToBeVisibleAsync();
            var orders = await (again ?? site).GetAsync($"/api/v1/recorders/{recorder}/orders", Cancellation);
            Assert.Contains(orders["orders"]!.AsArray(), order => order!["name"]!.GetValue<string>() == "stream.start");
        }

        // Its power was cut; the first thing its wearer does with it again is to press SOS.
        await using var second = RecorderSimulatorProcess.Start(Credentials, null, [.. arguments, "--sos-every", "2"]);
        await wall.Alarm("red").WaitForAsync();
        await Assertions.Expect(wall.Alarm("red")).ToContainTextAsync("执法仪 07");
        await wall.Alarm("red").Locator(".ack").ClickAsync();
        await second.WaitAsync(totals => totals["sosAcknowledged"] > 0, TimeSpan.FromMilliseconds(WallScreen.Patience), Cancellation);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<MosquittoBroker> UseMosquittoAsync(ServerProcess server, string serial, string key)
    {
        var broker = await MosquittoBroker.StartAsync(new Dictionary<string, string> { [serial] = key }, Cancellation);
        await server.KillAsync();
        server.Options =
        [
            string.Create(CultureInfo.InvariantCulture, $"--Mqtt:Broker=mqtt://127.0.0.1:{broker.Port}"),
            $"--Mqtt:UserName={MosquittoBroker.ServerUser}",
            $"--Mqtt:Password={MosquittoBroker.ServerPassword}",
        ];
        await server.StartAgainAsync(Cancellation);
        return broker;
    }

    private static void Tell(FormattableString text) =>
        TestContext.Current.SendDiagnosticMessage(text.ToString(CultureInfo.InvariantCulture));
}
