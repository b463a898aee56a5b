using Command.Devices.Mqtt;
using MQTTnet;

namespace Command.Devices.Tests.Mqtt;

/// <summary>What must hold whichever broker stands between, with mosquitto's own clients as recorders.</summary>
public sealed class BothBrokersTests
{
    private const string Fix = """{"v":1,"boot":"b","seq":7,"ts":1795507200000,"fix":"3d","lat":31.86,"lon":117.28,"spd":1.5}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_EveryTopicOfTheScheme_ReachesTheInbox(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        var device = stage.Client("34020000001320000009");

        await AssertAcceptedAsync(
            device,
            "status",
            """{"v":1,"online":true,"boot":"b","seq":0,"fw":"1.2","reason":"connect"}""",
            retain: true
        );
        await AssertAcceptedAsync(device, "info", """{"v":1,"model":"X1","codecs":["h264"],"officer":"012345"}""", retain: true);
        await AssertAcceptedAsync(device, "telemetry/gnss", Fix);
        await AssertAcceptedAsync(device, "telemetry/health", """{"v":1,"battery":42,"disk":{"free":5,"total":10}}""");
        await AssertAcceptedAsync(device, "event/sos", """{"v":1,"boot":"b","seq":8,"id":"e1","state":"start"}""");
        await AssertAcceptedAsync(device, "ack", """{"v":1,"id":"c-91","ok":true,"code":0}""");

        var serial = device.Serial;
        var presence = await stage.Inbox.WaitForAsync<BodyWornPresence>(serial, m => m.Reason == "connect", Cancellation);
        Assert.True(presence is { Online: true, Firmware: "1.2", Boot: "b", Sequence: 0 });
        Assert.Equal("X1", (await stage.Inbox.WaitForAsync<BodyWornDescription>(serial, _ => true, Cancellation)).Model);
        var positions = await stage.Inbox.WaitForAsync<BodyWornPositions>(serial, _ => true, Cancellation);
        Assert.True(positions.MustBeKept);
        Assert.Equal(31.86, Assert.Single(positions.Items).LatitudeDegrees);
        Assert.Equal(42, (await stage.Inbox.WaitForAsync<BodyWornHealth>(serial, _ => true, Cancellation)).BatteryPercent);
        Assert.Equal("start", (await stage.Inbox.WaitForAsync<BodyWornEvent>(serial, m => m.Type == "sos", Cancellation)).State);
        Assert.True((await stage.Inbox.WaitForAsync<BodyWornAnswer>(serial, m => m.OrderId == "c-91", Cancellation)).Succeeded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectionKilled_WithWill_TellsThatTheDeviceIsLost(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        var will = (MqttStage.Up("R1", "status"), """{"v":1,"online":false,"reason":"lost"}""");
        var device = stage.Client("R1").StartSubscribe(MqttStage.Down("R1", "#"), "%p", will, awaitedPrefix: "Subscribed");
        await device.WaitForLineAsync(Cancellation);

        await device.DisposeAsync(); // SIGKILL

        await stage.Inbox.WaitForAsync<BodyWornPresence>("R1", m => m is { Online: false, Reason: "lost" }, Cancellation);
    }

    [Theory]
    [InlineData(false, "mqttv5")]
    [InlineData(false, "mqttv311")]
    [InlineData(true, "mqttv5")]
    [InlineData(true, "mqttv311")]
    public async Task WrongKey_IsRefused_AndTheRightfulConnectionStays(bool external, string protocol)
    {
        await using var stage = await MqttStage.StartAsync(external);
        await using var rightful = stage.Client("R1").StartSubscribe(MqttStage.Down("R1", "#"), "GOT %p", awaitedPrefix: "GOT");
        await Eventually.IsTrueAsync(() => rightful.Text.Contains("Subscribed", StringComparison.Ordinal), Cancellation);
        var intruder = stage.Client("R1") with { Key = "wrong", Protocol = protocol };

        var (exitCode, text) = await intruder.PublishAsync(MqttStage.Up("R1", "event/sos"), "{}", Cancellation);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Connection error", text, StringComparison.Ordinal);
        Assert.True(await stage.Gateway.SendAsync("R1", Order("light"), Cancellation));
        Assert.Contains("light", await rightful.WaitForLineAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(stage.Inbox.Taken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherDevicesTopics_AreNeitherHeardNorSpoken(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        foreach (var filter in new[] { "#", "+/+/+/+/dn/#", MqttStage.Down("+", "#"), MqttStage.Down("R2", "#"), "$SYS/#" })
        {
            await using var eavesdropper = stage.Client("R1").StartSubscribe(filter, "GOT %t");
            await Eventually.IsTrueAsync(() => eavesdropper.Text.Contains("SUBACK", StringComparison.Ordinal), Cancellation);
            await using var rightful = stage.Client("R2").StartSubscribe(MqttStage.Down("R2", "#"), "GOT %p", awaitedPrefix: "GOT");
            await Eventually.IsTrueAsync(() => rightful.Text.Contains("Subscribed", StringComparison.Ordinal), Cancellation);

            Assert.True(await stage.Gateway.SendAsync("R2", Order("beep"), Cancellation));

            await rightful.WaitForLineAsync(Cancellation);
            Assert.DoesNotContain("GOT", eavesdropper.Text, StringComparison.Ordinal);
        }

        var (_, text) = await stage.Client("R1").PublishAsync(MqttStage.Up("R2", "event/sos"), """{"id":"forged"}""", Cancellation);
        Assert.Contains("Not authorized", text, StringComparison.Ordinal);
        // What came after it is there, so it is not.
        await stage.Client("R2").PublishAsync(MqttStage.Up("R2", "event/key"), """{"id":"true"}""", Cancellation);
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R2", m => m.EventId == "true", Cancellation);
        Assert.DoesNotContain(stage.Inbox.Taken, entry => entry.Message is BodyWornEvent { EventId: "forged" });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BadPayloads_AreRefusedAndLogged_AndOthersGoOn(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        var device = stage.Client("R1");
        var large = $$"""{"id":"large","text":"{{new string('x', 5_000)}}"}""";

        await device.PublishAsync(MqttStage.Up("R1", "event/sos"), "not json", Cancellation);
        await device.PublishAsync(MqttStage.Up("R1", "event/sos"), large, Cancellation);
        await device.PublishAsync(MqttStage.Up("R1", "status"), """{"v":1,"reason":"connect"}""", Cancellation);
        await device.PublishAsync(MqttStage.Up("R1", "no/such/topic"), "{}", Cancellation);
        await device.PublishAsync(MqttStage.Up("R1", "event/key"), """{"id":"e9","serial":"R2"}""", Cancellation);

        var taken = await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.EventId == "e9", Cancellation);
        Assert.Equal("key", taken.Type);
        Assert.DoesNotContain(stage.Inbox.Taken, entry => entry.Serial == "R2");
        Assert.DoesNotContain(stage.Inbox.Taken, entry => entry.Message is BodyWornEvent { Type: "sos" });
        foreach (
            var reason in new[]
            {
                MqttRefusal.NotJson,
                MqttRefusal.TooLarge,
                MqttRefusal.BadPayload,
                MqttRefusal.TopicNotGranted,
                MqttRefusal.ForgedIdentity,
            }
        )
        {
            Assert.Equal(1, stage.Gateway.Refusals.Count(reason));
            Assert.Contains(stage.Loggers.Lines, line => line.Text.Contains(reason.ToString(), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OversizedPacket_EndsOnlyThatConnection(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, new byte[200_000], Cancellation);
            await using var other = stage.Client("R2").StartSubscribe(MqttStage.Down("R2", "#"), "GOT %p", awaitedPrefix: "GOT");
            await Eventually.IsTrueAsync(() => other.Text.Contains("Subscribed", StringComparison.Ordinal), Cancellation);

            // MQTT 3.1.1 is not told the limit, so it really sends.
            var (exitCode, _) = await (stage.Client("R1") with { Protocol = "mqttv311" }).PublishFileAsync(
                MqttStage.Up("R1", "event/sos"),
                file,
                Cancellation
            );

            Assert.NotEqual(0, exitCode);
            Assert.True(await stage.Gateway.SendAsync("R2", Order("beep"), Cancellation));
            await other.WaitForLineAsync(Cancellation);
            Assert.DoesNotContain(stage.Inbox.Taken, entry => entry.Serial == "R1" && entry.Message is BodyWornEvent);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_ArrivesWithItsProperties(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        await using var device = stage
            .Client("R1")
            .StartSubscribe(MqttStage.Down("R1", "#"), "GOT %t|%A|%C|%D|%E|%R|%p", awaitedPrefix: "GOT");
        await Eventually.IsTrueAsync(() => device.Text.Contains("Subscribed", StringComparison.Ordinal), Cancellation);
        var order = new BodyWornOrder("c-91", "stream.start", """{"profile":"720p15"}""", Soon());

        Assert.True(await stage.Gateway.SendAsync("R1", order, Cancellation));

        var parts = (await device.WaitForLineAsync(Cancellation)).Split('|');
        Assert.Equal(MqttStage.Down("R1", "cmd/stream.start"), parts[0]);
        Assert.Contains("application/json", parts[2], StringComparison.Ordinal);
        Assert.Contains("c-91", parts[3], StringComparison.Ordinal);
        Assert.InRange(int.Parse(parts[4], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(MqttStage.Up("R1", "ack"), parts[5]);
        Assert.Contains("\"args\":{\"profile\":\"720p15\"}", parts[6], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_ToNobodyOrExpired_IsNotSent(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);

        Assert.False(await stage.Gateway.SendAsync("R1", Order("beep"), Cancellation));

        await using var device = stage.Client("R1").StartSubscribe(MqttStage.Down("R1", "#"), "GOT %p", awaitedPrefix: "GOT");
        await Eventually.IsTrueAsync(() => device.Text.Contains("Subscribed", StringComparison.Ordinal), Cancellation);
        Assert.False(await stage.Gateway.SendAsync("R1", Order("beep") with { ExpiresAt = DateTimeOffset.UnixEpoch }, Cancellation));
        Assert.True(await stage.Gateway.SendAsync("R1", Order("light"), Cancellation));
        Assert.Contains("light", await device.WaitForLineAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("beep", device.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flood_OfOneDevice_LeavesOthersAlone(bool external)
    {
        await using var stage = await MqttStage.StartAsync(external);
        using var flooder = await stage.ConnectAsync("R1");
        using var enough = new CancellationTokenSource();
        var flood = Task.Run(() => FloodAsync(flooder, enough.Token), Cancellation);

        for (var sequence = 0; sequence < 5; sequence++)
        {
            var (exitCode, _) = await stage
                .Client("R2")
                .PublishAsync(MqttStage.Up("R2", "event/key"), $$"""{"boot":"b","seq":{{sequence}}}""", Cancellation);
            Assert.Equal(0, exitCode);
            await stage.Inbox.WaitForAsync<BodyWornEvent>("R2", m => m.Sequence == sequence, Cancellation);
        }

        await enough.CancelAsync();
        await flood;
    }

    private static async Task FloodAsync(IMqttClient client, CancellationToken enough)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(MqttStage.Up("R1", "telemetry/health"))
            .WithPayload("{\"battery\":1}")
            .Build();
        try
        {
            while (!enough.IsCancellationRequested)
            {
                await client.PublishAsync(message, enough);
            }
        }
        catch (Exception)
        {
            // told to stop, or thrown out
        }
    }

    private static async Task AssertAcceptedAsync(TestKit.Peers.MosquittoClients device, string topic, string payload, bool retain = false)
    {
        var (exitCode, text) = await device.PublishAsync(MqttStage.Up(device.Serial, topic), payload, Cancellation, retain: retain);
        Assert.Equal("", text);
        Assert.Equal(0, exitCode);
    }

    private static BodyWornOrder Order(string name) => new($"id-{name}", name, "{}", Soon());

    private static DateTimeOffset Soon() => TimeProvider.System.GetUtcNow().AddSeconds(60);
}
