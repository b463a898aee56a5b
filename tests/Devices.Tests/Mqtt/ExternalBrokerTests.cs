using System.Globalization;
using Command.Devices.Mqtt;

namespace Command.Devices.Tests.Mqtt;

/// <summary>mosquitto in between: nothing that it accepted for us is lost, whoever restarts.</summary>
public sealed class ExternalBrokerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_SurviveOurAbsenceAndARestartOfTheBroker_InOrder()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        await stage.StopGatewayAsync();
        for (var sequence = 0; sequence < 5; sequence++)
        {
            await AssertPublishedAsync(stage, sequence);
        }
        await stage.Mosquitto!.StopAsync(Cancellation);
        await stage.Mosquitto.StartAgainAsync(Cancellation);

        await stage.StartGatewayAsync();

        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Sequence == 4, Cancellation);
        Assert.Equal(
            [0, 1, 2, 3, 4],
            stage.Inbox.Taken.Select(entry => entry.Message).OfType<BodyWornEvent>().Select(m => m.Sequence!.Value)
        );
    }

    [Fact]
    public async Task BrokerRestarts_WhileWeAreConnected_TheLinkComesBackByItself()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        await AssertPublishedAsync(stage, 0);
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Sequence == 0, Cancellation);

        await stage.Mosquitto!.StopAsync(Cancellation);
        await Eventually.IsTrueAsync(() => !stage.Gateway.IsServing, Cancellation);
        Assert.Contains("No connection to the MQTT broker", stage.Gateway.State, StringComparison.Ordinal);
        await stage.Mosquitto.StartAgainAsync(Cancellation);
        await AssertPublishedAsync(stage, 1);

        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Sequence == 1, Cancellation);
    }

    [Fact]
    public async Task EventThatTheInboxDidNotTake_ComesAgainAfterOurRestart()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        var asked = new TaskCompletionSource();
        stage.Inbox.Decide = async (_, _, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return InboxVerdict.Taken;
        };
        await AssertPublishedAsync(stage, 7);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        await stage.StopGatewayAsync();
        Assert.Empty(stage.Inbox.Taken);
        stage.Inbox.Decide = static (_, _, _) => ValueTask.FromResult(InboxVerdict.Taken);
        await stage.StartGatewayAsync();

        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Sequence == 7, Cancellation);
    }

    [Fact]
    public async Task OneDeviceWhoseInboxHangs_DoesNotHoldTheOthers()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        var release = new TaskCompletionSource();
        stage.Inbox.Decide = async (serial, _, _) =>
        {
            if (serial == "R1")
            {
                await release.Task;
            }
            return InboxVerdict.Taken;
        };
        for (var sequence = 0; sequence < 5; sequence++)
        {
            await AssertPublishedAsync(stage, sequence);
        }

        await stage.Client("R2").PublishAsync(MqttStage.Up("R2", "event/sos"), "{}", Cancellation);

        await stage.Inbox.WaitForAsync<BodyWornEvent>("R2", _ => true, Cancellation);
        Assert.DoesNotContain(stage.Inbox.Taken, entry => entry.Serial == "R1");
        release.SetResult();
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Sequence == 4, Cancellation);
    }

    [Fact]
    public async Task InboxThatHangs_DoesNotHoldUpTheNextConnection()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        var asked = new TaskCompletionSource();
        stage.Inbox.Decide = async (serial, _, cancellationToken) =>
        {
            if (serial == "R1" && asked.TrySetResult())
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            return InboxVerdict.Taken;
        };
        await AssertPublishedAsync(stage, 3);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        await stage.Mosquitto!.StopAsync(Cancellation);
        await stage.Mosquitto.StartAgainAsync(Cancellation);

        await stage.Client("R2").PublishAsync(MqttStage.Up("R2", "event/sos"), "{}", Cancellation);
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R2", _ => true, Cancellation);
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", m => m.Sequence == 3, Cancellation);
    }

    [Fact]
    public async Task RetainedStatus_IsReadAtConnect_UnlessItIsTooOld()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        await stage.StopGatewayAsync();
        var now = TimeProvider.System.GetUtcNow();
        await PublishStatusAsync(stage, "R1", now.AddDays(-2));
        await PublishStatusAsync(stage, "R2", now);
        // The session kept both for us as live messages; only the retained ones are wanted here.
        await stage.StartGatewayAsync();
        await stage.Inbox.WaitForAsync<BodyWornPresence>("R2", m => m.Reason == "connect", Cancellation);
        await stage.StopGatewayAsync();

        await stage.StartGatewayAsync();

        await stage.Inbox.WaitForAsync<BodyWornPresence>("R2", m => m is { Online: true, Reason: "kept" }, Cancellation);
        await Eventually.IsTrueAsync(
            () => stage.Loggers.Lines.Any(line => line.Text.Contains("Expired", StringComparison.Ordinal)),
            Cancellation
        );
        Assert.DoesNotContain(stage.Inbox.Taken, entry => entry is { Serial: "R1", Message: BodyWornPresence { Reason: "kept" } });
    }

    [Fact]
    public async Task Order_ToASleepingSession_ExpiresAtTheBroker()
    {
        await using var stage = await MqttStage.StartAsync(external: true);
        using (var device = await stage.ConnectPersistentlyAsync("R1"))
        {
            await device.SubscribeAsync(
                new MQTTnet.MqttClientSubscribeOptionsBuilder()
                    .WithTopicFilter(MqttStage.Down("R1", "#"), MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce)
                    .Build(),
                Cancellation
            );
            await device.DisconnectAsync(new MQTTnet.MqttClientDisconnectOptions { SessionExpiryInterval = 3600 }, Cancellation);
        }
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(await stage.Gateway.SendAsync("R1", new BodyWornOrder("short", "beep", "{}", now.AddSeconds(1)), Cancellation));
        Assert.True(await stage.Gateway.SendAsync("R1", new BodyWornOrder("long", "light", "{}", now.AddSeconds(60)), Cancellation));
        await Eventually.IsTrueAsync(() => TimeProvider.System.GetUtcNow() > now.AddSeconds(2.5), Cancellation);

        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var again = await stage.ConnectPersistentlyAsync("R1", heard.Enqueue);

        await Eventually.IsTrueAsync(() => heard.Any(topic => topic.EndsWith("light", StringComparison.Ordinal)), Cancellation);
        Assert.DoesNotContain(heard, topic => topic.EndsWith("beep", StringComparison.Ordinal));
    }

    private static async Task AssertPublishedAsync(MqttStage stage, int sequence)
    {
        var (exitCode, text) = await stage
            .Client("R1")
            .PublishAsync(MqttStage.Up("R1", "event/key"), $$"""{"boot":"b","seq":{{sequence}}}""", Cancellation);
        Assert.Equal(("", 0), (text, exitCode));
    }

    private static async Task PublishStatusAsync(MqttStage stage, string serial, DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var (exitCode, _) = await stage
            .Client(serial)
            .PublishAsync(
                MqttStage.Up(serial, "status"),
                $$"""{"online":true,"reason":"connect","ts":{{milliseconds}}}""",
                Cancellation,
                retain: true
            );
        Assert.Equal(0, exitCode);
    }
}
