using System.Net;
using System.Net.Sockets;
using Command.Devices.Mqtt;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Protocol;

namespace Command.Devices.Tests.Mqtt;

/// <summary>What the broker in this process owes devices beyond what any broker does.</summary>
public sealed class EmbeddedBrokerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_IsNotAcknowledgedBeforeTheInboxHasIt()
    {
        await using var stage = await MqttStage.StartAsync();
        var asked = new TaskCompletionSource();
        var stored = new TaskCompletionSource();
        stage.Inbox.Decide = async (_, message, _) =>
        {
            if (message is BodyWornEvent)
            {
                asked.TrySetResult();
                await stored.Task;
            }
            return InboxVerdict.Taken;
        };

        await using var device = stage.Client("R1").StartPublish(MqttStage.Up("R1", "event/sos"), "{}");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        // Another device's whole exchange fits in between.
        Assert.Equal(
            0,
            (await stage.Client("R2").PublishAsync(MqttStage.Up("R2", "status"), """{"online":true}""", Cancellation)).ExitCode
        );
        Assert.False(device.HasExited);

        stored.SetResult();
        Assert.Equal(0, await device.WaitForExitAsync(Cancellation));
    }

    [Fact]
    public async Task ServerStops_WhileTheInboxWorks_NothingIsAcknowledged()
    {
        await using var stage = await MqttStage.StartAsync();
        var asked = new TaskCompletionSource();
        stage.Inbox.Decide = async (_, _, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return InboxVerdict.Taken;
        };
        using var device = await stage.ConnectAsync("R1");
        var publishing = device.PublishAsync(Message("event/sos", "{}", MqttQualityOfServiceLevel.AtLeastOnce), Cancellation);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        await stage.Gateway.StopAsync(Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => publishing);
        Assert.Empty(stage.Inbox.Taken);
    }

    [Theory]
    [InlineData(InboxVerdict.Taken, MqttClientPublishReasonCode.Success)]
    [InlineData(InboxVerdict.Duplicate, MqttClientPublishReasonCode.Success)]
    [InlineData(InboxVerdict.UnknownDevice, MqttClientPublishReasonCode.NotAuthorized)]
    [InlineData(InboxVerdict.Refused, MqttClientPublishReasonCode.PayloadFormatInvalid)]
    public async Task InboxVerdict_DecidesTheReasonCode(InboxVerdict verdict, MqttClientPublishReasonCode expected)
    {
        await using var stage = await MqttStage.StartAsync();
        stage.Inbox.Decide = (_, _, _) => ValueTask.FromResult(verdict);
        using var device = await stage.ConnectAsync("R1");

        var result = await device.PublishAsync(Message("event/sos", "{}", MqttQualityOfServiceLevel.AtLeastOnce), Cancellation);

        Assert.Equal(expected, result.ReasonCode);
    }

    [Fact]
    public async Task InboxThatFails_IsAskedAgain_UntilItTakes()
    {
        await using var stage = await MqttStage.StartAsync();
        var attempts = 0;
        stage.Inbox.Decide = (_, message, _) =>
            message is BodyWornEvent && Interlocked.Increment(ref attempts) < 3
                ? throw new InvalidOperationException("the database is away")
                : ValueTask.FromResult(InboxVerdict.Taken);

        var (exitCode, _) = await stage.Client("R1").PublishAsync(MqttStage.Up("R1", "event/sos"), "{}", Cancellation);

        Assert.Equal(0, exitCode);
        Assert.Equal(3, attempts);
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", _ => true, Cancellation);
    }

    [Fact]
    public async Task EventWithoutAcknowledgement_IsOfferedAgain_UntilTheInboxTakesIt()
    {
        await using var stage = await MqttStage.StartAsync();
        var attempts = 0;
        stage.Inbox.Decide = (_, message, _) =>
            message is BodyWornEvent && Interlocked.Increment(ref attempts) < 3
                ? throw new InvalidOperationException("the database is away")
                : ValueTask.FromResult(InboxVerdict.Taken);
        using var device = await stage.ConnectAsync("R1");

        await device.PublishAsync(Message("event/sos", "{}", MqttQualityOfServiceLevel.AtMostOnce), Cancellation);

        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", _ => true, Cancellation);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task QualityOfServiceTwo_IsTakenToo()
    {
        await using var stage = await MqttStage.StartAsync();

        var (exitCode, _) = await stage.Client("R1").PublishAsync(MqttStage.Up("R1", "event/sos"), "{}", Cancellation, qos: 2);

        Assert.Equal(0, exitCode);
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R1", _ => true, Cancellation);
    }

    [Fact]
    public async Task UnreadTopics_HaveNoSubscribers()
    {
        await using var stage = await MqttStage.StartAsync();
        using var device = await stage.ConnectAsync("R1");

        var result = await device.PublishAsync(Message("file/index", "{}", MqttQualityOfServiceLevel.AtLeastOnce), Cancellation);

        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, result.ReasonCode);
    }

    [Fact]
    public async Task SecondConnection_TakesOver_WithoutTellingThatTheDeviceIsLost()
    {
        await using var stage = await MqttStage.StartAsync();
        using var first = await stage.ConnectAsync("R1");
        var ended = new TaskCompletionSource<MqttClientDisconnectReason>();
        first.DisconnectedAsync += e =>
        {
            ended.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };

        using var second = await stage.ConnectAsync("R1");

        Assert.Equal(MqttClientDisconnectReason.SessionTakenOver, await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        var result = await second.PublishAsync(
            Message("status", """{"online":true}""", MqttQualityOfServiceLevel.AtLeastOnce),
            Cancellation
        );
        Assert.Equal(MqttClientPublishReasonCode.Success, result.ReasonCode);
        await Eventually.IsTrueAsync(
            () => stage.Loggers.Lines.Any(line => line.Text.Contains("R1 disconnected: TakenOver", StringComparison.Ordinal)),
            Cancellation
        );
        Assert.True(Assert.IsType<BodyWornPresence>(Assert.Single(stage.Inbox.Taken).Message).Online);
    }

    [Fact]
    public async Task Goodbye_IsNotALoss_AndTheBrokerCanEndAConnection()
    {
        await using var stage = await MqttStage.StartAsync();
        using var device = await stage.ConnectAsync("R1");
        await device.DisconnectAsync(new MqttClientDisconnectOptions(), Cancellation);
        await stage.Inbox.WaitForAsync<BodyWornPresence>("R1", m => m is { Online: false, Reason: "shutdown" }, Cancellation);

        using var again = await stage.ConnectAsync("R2");
        await stage.Gateway.DisconnectAsync("R2", "key reset", Cancellation);

        await stage.Inbox.WaitForAsync<BodyWornPresence>("R2", m => m is { Online: false, Reason: "lost" }, Cancellation);
        await Eventually.IsTrueAsync(() => !again.IsConnected, Cancellation);
    }

    [Fact]
    public async Task ClientIdThatIsNotTheUserName_IsRefused()
    {
        await using var stage = await MqttStage.StartAsync();

        var (exitCode, text) = await (stage.Client("R1") with { ClientId = "R2" }).PublishAsync(
            MqttStage.Up("R1", "event/sos"),
            "{}",
            Cancellation
        );

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Connection error", text, StringComparison.Ordinal);
        Assert.Equal(1, stage.Gateway.Refusals.Count(MqttRefusal.ClientIdMismatch));
        Assert.Equal(0, stage.Devices.Asked);
    }

    [Fact]
    public async Task GuessingKeys_IsStoppedUnseen_KnownDevicesStillComeIn()
    {
        await using var stage = await MqttStage.StartAsync(options: MqttStage.Loopback with { FailuresPerMinute = 3 });
        using (await stage.ConnectAsync("R1")) { }
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await (stage.Client("R2") with { Key = $"guess-{attempt}" }).PublishAsync("x", "{}", Cancellation);
        }

        Assert.Equal(3, stage.Gateway.Refusals.Count(MqttRefusal.WrongCredentials));
        Assert.Equal(3, stage.Gateway.Refusals.Count(MqttRefusal.TooManyFailures));
        Assert.DoesNotContain(stage.Loggers.Lines, line => line.Text.Contains("guess-", StringComparison.Ordinal));
        var (exitCode, _) = await stage.Client("R1").PublishAsync(MqttStage.Up("R1", "event/key"), "{}", Cancellation);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Flood_WithoutAcknowledgement_EndsTheConnection()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var stage = await MqttStage.StartAsync(time: time);
        using var device = await stage.ConnectAsync("R1");
        var ended = new TaskCompletionSource<MqttClientDisconnectReason>();
        device.DisconnectedAsync += e =>
        {
            ended.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };
        for (var number = 0; number < 400; number++)
        {
            await device.PublishAsync(Message("telemetry/health", "{\"battery\":1}", MqttQualityOfServiceLevel.AtMostOnce), Cancellation);
        }

        // Time goes on by itself only as fast as the broker lets the device speak.
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                return ended.Task.IsCompleted;
            },
            Cancellation
        );

        Assert.Equal(MqttClientDisconnectReason.MessageRateTooHigh, await ended.Task);
        Assert.Equal(1, stage.Gateway.Refusals.Count(MqttRefusal.Flood));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0010\u007f\u007f\u007f\u007f\u007f")]
    [InlineData("\u0030\u0005abcde")]
    public async Task WhatIsNoConnect_IsCutOff_BeforeAnythingIsReserved(string bytes)
    {
        await using var stage = await MqttStage.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, stage.DevicePort, Cancellation);

        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(bytes).Select(Widen).ToArray(), Cancellation);

        Assert.True(await IsClosedAsync(socket));
        using var device = await stage.ConnectAsync("R1");
        Assert.True(device.IsConnected);

        // 0x7f stands for 0xff: a length of 256 MiB.
        static byte Widen(byte value) => value == 0x7F ? (byte)0xFF : value;
    }

    [Fact]
    public async Task ConnectionsAboveTheLimit_AreClosed()
    {
        await using var stage = await MqttStage.StartAsync(options: MqttStage.Loopback with { MaxConnections = 1 });
        using var device = await stage.ConnectAsync("R1");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        await socket.ConnectAsync(IPAddress.Loopback, stage.DevicePort, Cancellation);

        Assert.True(await IsClosedAsync(socket));
        Assert.True(device.IsConnected);
        Assert.Equal(1, stage.Gateway.Refusals.Count(MqttRefusal.TooManyConnections));
    }

    [Fact]
    public async Task SilentConnections_OfOneAddress_AreLimited_AndSignedInOnesDoNotCount()
    {
        await using var stage = await MqttStage.StartAsync();
        using var device = await stage.ConnectAsync("R1");
        var sockets = new List<Socket>();
        try
        {
            for (var number = 0; number <= PendingConnections.MaxOfOneAddress; number++)
            {
                sockets.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await sockets[^1].ConnectAsync(IPAddress.Loopback, stage.DevicePort, Cancellation);
            }

            Assert.True(await IsClosedAsync(sockets[^1]));
            Assert.True(device.IsConnected);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
        // When they are gone the next one is let in.
        while ((await stage.Client("R2").PublishAsync(MqttStage.Up("R2", "event/key"), "{}", Cancellation)).ExitCode != 0) { }
        await stage.Inbox.WaitForAsync<BodyWornEvent>("R2", _ => true, Cancellation);
    }

    [Fact]
    public async Task Welcome_TellsOurLimits()
    {
        await using var stage = await MqttStage.StartAsync();
        using var client = new MqttClientFactory().CreateMqttClient();

        var result = await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", stage.DevicePort)
                .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
                .WithClientId("R1")
                .WithCredentials("R1", "key-one")
                .WithCleanStart(false)
                .WithSessionExpiryInterval(3600)
                .Build(),
            Cancellation
        );

        Assert.Equal(70_000u, result.MaximumPacketSize);
        Assert.Equal(60, result.ServerKeepAlive);
        Assert.False(result.IsSessionPresent);
        Assert.False(result.SharedSubscriptionAvailable);
        Assert.Equal(16, result.TopicAliasMaximum);
    }

    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[16], Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static MqttApplicationMessage Message(string rest, string payload, MqttQualityOfServiceLevel quality) =>
        new MqttApplicationMessageBuilder()
            .WithTopic(MqttStage.Up("R1", rest))
            .WithPayload(payload)
            .WithQualityOfServiceLevel(quality)
            .Build();
}
