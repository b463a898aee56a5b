using System.Globalization;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Contracts.Units;
using Command.Devices.Mqtt;
using Command.Silo.Tests.Fixtures;
using Command.TestKit.Peers;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Recorders;

/// <summary>mosquitto's client as the recorder, the embedded broker, the twin and the signal desk: nothing is played.</summary>
public sealed class RealBrokerTests
{
    /// <summary>The server itself: who may what is not what this is about.</summary>
    private static readonly CommandContext Person = CommandContext.System("corr-1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recorder_SignsInByItsKey_IsSeenAndHeard()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Mqtt:Enabled"] = "true",
            ["Mqtt:Port"] = "0",
            ["Mqtt:TlsPort"] = "-1",
            ["Mqtt:Listen"] = "127.0.0.1",
        };
        await using var silo = await WholeSilo.StartAsync(settings);
        var unit = (await silo.Units.CreateAsync(Person, new UnitDraft("法院", null, null, null, 0), Cancellation)).Value!; // nothing to refuse
        var recorder = silo.Grains.GetGrain<IBodyWornRecorderGrain>(Ulid.New(TimeProvider.System));
        var made = (
            await recorder.CreateAsync(Person, new RecorderDraft("执法仪", null, "DSJ-7_0001", true, unit.Id, null), Cancellation)
        ).Value!; // nothing to refuse
        var port = silo.Services.GetRequiredService<MqttGateway>().Port;
        var device = new MosquittoClients(port, made.Key.Serial, made.Key.Key);

        Assert.NotEqual(0, await PublishAsync(device with { Key = made.Key.Key[1..] }, "status", """{"online":true,"boot":"b1"}"""));
        Assert.Equal(DeviceState.Unknown, (await DescribeAsync(recorder)).State);

        Assert.Equal(
            0,
            await PublishAsync(device, "status", """{"v":1,"online":true,"boot":"b1","seq":0,"reason":"connect","fw":"1.2.3"}""")
        );
        var seen = await Until.ValueAsync<RecorderStatus>(
            async () => await DescribeAsync(recorder),
            status => status.State == DeviceState.Offline,
            "mosquitto_pub said goodbye"
        );
        Assert.Equal(("shutdown", "1.2.3"), (seen.Cause.Code, seen.Info!.Firmware));

        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var fix = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"v":1,"boot":"b1","seq":1,"ts":{{at}},"fix":"3d","lat":31.86,"lon":117.28,"spd":4.2,"src":"gnss"}"""
        );
        Assert.Equal(0, await PublishAsync(device, "telemetry/gnss", fix));
        var from = DateTimeOffset.FromUnixTimeMilliseconds(at);
        var track = (await recorder.TrackAsync(Person, from, from, 10, Cancellation)).Value!; // nothing to refuse
        Assert.Equal(31.86, Assert.Single(track.Positions).LatitudeDegrees);

        const string Sos = """{"v":1,"boot":"b1","seq":2,"id":"press-1","state":"start"}""";
        Assert.Equal(0, await PublishAsync(device, "event/sos", Sos));
        Assert.Equal(0, await PublishAsync(device, "event/sos", Sos));
        var desk = silo.Grains.GetGrain<ISignalDeskGrain>(ISignalDeskGrain.SiteKey);
        var signals = (await desk.QueryAsync(Person, new SignalQuery(true, SignalColour.Red, null, null, 10), Cancellation)).Value!; // nothing to refuse
        var signal = Assert.Single(signals.Signals);
        Assert.Equal(("sos", made.Recorder.Id, 1), (signal.Source, signal.Subject.Id, signal.Count));
        Assert.True((await DescribeAsync(recorder)).Sos);
    }

    private static async Task<int> PublishAsync(MosquittoClients device, string topic, string payload)
    {
        var (exitCode, _) = await device.PublishAsync($"v1/site/bwc/{device.Serial}/up/{topic}", payload, Cancellation);
        return exitCode;
    }

    private static async Task<RecorderStatus> DescribeAsync(IBodyWornRecorderGrain recorder) =>
        (await recorder.DescribeAsync(Person, Cancellation)).Value!; // nothing to refuse
}
