using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Units;
using Command.Devices.Mqtt;
using Command.Silo.Tests.Fixtures;
using Command.TestKit.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Command.Silo.Tests.Hosting;

/// <summary>From mosquitto's clients to the recorder's grain and back, through everything a silo has.</summary>
public sealed class MqttTests
{
    /// <summary>The server itself: who may what is not what this is about.</summary>
    private static readonly CommandContext Person = CommandContext.System("corr-1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recorder_IsHeardAndHears_AndNotWithAnOldKey(bool external)
    {
        await using var mosquitto = external
            ? await MosquittoBroker.StartAsync(new Dictionary<string, string> { ["SN-1"] = "key-at-the-broker" }, Cancellation)
            : null;
        await using var silo = await WholeSilo.StartAsync(mosquitto is null ? null : LinkTo(mosquitto));
        var gateway = silo.Services.GetRequiredService<MqttGateway>();
        await Until.TrueAsync(() => gateway.IsServing, "MQTT serves");
        var (recorder, key) = await AddAsync(silo, "SN-1");
        var device = new MosquittoClients(mosquitto?.Port ?? gateway.Port, "SN-1", mosquitto is null ? key : "key-at-the-broker");
        // Listening and speaking are two connections of the device, one after the other: a mosquitto_sub that goes on would come back and
        // take over from mosquitto_pub.
        await using (var hearing = device.StartSubscribe("v1/site/bwc/SN-1/dn/#", "GOT %t %p", awaitedPrefix: "GOT"))
        {
            await Until.TrueAsync(() => hearing.Text.Contains("Subscribed", StringComparison.Ordinal), "the device listens");
            Assert.True(await gateway.SendAsync("SN-1", Order("beep"), Cancellation));
            Assert.StartsWith("v1/site/bwc/SN-1/dn/cmd/beep", await hearing.WaitForLineAsync(Cancellation), StringComparison.Ordinal);
        }
        var (exitCode, text) = await device.PublishAsync(
            "v1/site/bwc/SN-1/up/telemetry/health",
            """{"v":1,"boot":"b","seq":1,"battery":77}""",
            Cancellation
        );

        Assert.Equal((0, ""), (exitCode, text));
        await Until.TrueAsync(
            async () => (await recorder.DescribeAsync(Person, Cancellation)).Value?.Health?.BatteryPercent == 77,
            "the grain knows the battery"
        );
        if (external)
        {
            return; // there the passwords are the broker's
        }
        await recorder.ResetKeyAsync(Person, Cancellation);
        Assert.NotEqual(0, (await device.PublishAsync("v1/site/bwc/SN-1/up/event/key", "{}", Cancellation)).ExitCode);
    }

    [Fact]
    public async Task Cluster_WithoutBroker_RefusesToStartInWords()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Command:Database"] = "postgres",
            ["Command:ConnectionString"] = "Host=127.0.0.1;Port=1;Timeout=1",
            ["Command:Silo:Clustering"] = "postgres",
            ["Command:Silo:SiloPort"] = "11111",
            ["Command:Silo:GatewayPort"] = "30000",
        };

        var e = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WholeSilo.StartAsync(settings));

        Assert.Contains("Mqtt:Broker is empty", e.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> LinkTo(MosquittoBroker mosquitto) =>
        new()
        {
            ["Mqtt:Broker"] = $"mqtt://127.0.0.1:{mosquitto.Port}",
            ["Mqtt:UserName"] = MosquittoBroker.ServerUser,
            ["Mqtt:Password"] = MosquittoBroker.ServerPassword,
        };

    private static async Task<(IBodyWornRecorderGrain Recorder, string Key)> AddAsync(WholeSilo silo, string serial)
    {
        var unit = await silo.Units.CreateAsync(Person, new UnitDraft("法院 Court", null, null, null, 0), Cancellation);
        var recorder = silo.Grains.GetGrain<IBodyWornRecorderGrain>(Ulid.New(TimeProvider.System));
        var draft = new RecorderDraft("执法记录仪", null, serial, Enabled: true, unit.Value!.Id, null); // a new silo has no such unit
        var created = await recorder.CreateAsync(Person, draft, Cancellation);
        Assert.Null(created.Refusal);
        return (recorder, created.Value!.Key.Key); // no refusal, so there is a value
    }

    private static BodyWornOrder Order(string name) => new($"id-{name}", name, "{}", TimeProvider.System.GetUtcNow().AddSeconds(60));
}
