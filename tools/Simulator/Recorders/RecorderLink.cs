using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using static Command.Tools.Simulator.Recorders.FleetTally;

namespace Command.Tools.Simulator.Recorders;

/// <summary>The MQTT 5 connection of one recorder: will, retained status and info, orders; comes back by itself.</summary>
internal sealed class RecorderLink(
    RecorderOptions options,
    RecorderCredential credential,
    RecorderDevice device,
    RecorderNetwork network,
    FleetTally tally,
    Action<string, byte[]> onOrder
)
{
    private const int SessionExpirySeconds = 3600;
    private const int WillDelaySeconds = 20;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly MqttClientFactory Factory = new();

    private readonly string _root = $"v1/{options.Site}/bwc/{credential.Serial}";
    private volatile IMqttClient? _client;
    private volatile Connection? _connection;

    /// <summary>Status and info are published and messages may follow.</summary>
    public bool IsUp => _client is not null;

    /// <summary>Called whenever the link has come up; set before it runs.</summary>
    public Action? Up { get; set; }

    /// <summary>Why the last connection could not be made or ended; null while none failed.</summary>
    public string? LastError { get; private set; }

    /// <summary>Connects and reconnects until cancelled, then says goodbye.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await network.WaitAsync(cancellationToken);
                using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, network.Lost);
                if (await ConnectOnceAsync(lost.Token, cancellationToken))
                {
                    pause = TimeSpan.Zero;
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped, or the network is gone: look again.
            }
            catch (Exception failure) when (IsNetwork(failure))
            {
                LastError = failure.Message;
            }

            pause = pause == TimeSpan.Zero ? TimeSpan.FromSeconds(0.5) : (pause * 2 > LongestPause ? LongestPause : pause * 2);
            await Quietly(Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, cancellationToken));
        }
    }

    /// <summary>Publishes below the recorder's own topic.</summary>
    /// <param name="topic">For example <c>up/ack</c>.</param>
    /// <param name="payload">JSON.</param>
    /// <param name="quality">0 or 1.</param>
    /// <param name="expirySeconds">0 for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Delivery> PublishAsync(
        string topic,
        JsonObject payload,
        int quality,
        uint expirySeconds,
        CancellationToken cancellationToken
    )
    {
        var message = Message(topic, payload, quality, retain: false);
        message.MessageExpiryInterval = expirySeconds;
        return PublishAsync(message, cancellationToken);
    }

    /// <summary>Publishes anything anywhere with QoS 1, as a recorder should not.</summary>
    public Task<Delivery> PublishWrongAsync(string topic, byte[] payload, CancellationToken cancellationToken) =>
        PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build(),
            cancellationToken
        );

    /// <summary>Subscribes to what it should not; true when the broker allows it.</summary>
    public async Task<bool> SubscribeWrongAsync(string filter, CancellationToken cancellationToken)
    {
        try
        {
            if (_client is not { } client)
            {
                return false;
            }

            var result = await client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
            return result.Items.All(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);
        }
        catch (Exception failure) when (IsNetwork(failure))
        {
            return false;
        }
    }

    /// <summary>Ends the connection as a device does that starts anew; it comes back by itself.</summary>
    public void Drop() => _connection?.Gone.TrySetResult();

    private async Task<bool> ConnectOnceAsync(CancellationToken lost, CancellationToken stopping)
    {
        using var client = Factory.CreateMqttClient();
        var connection = new Connection();
        client.DisconnectedAsync += gone =>
        {
            LastError = gone.ReasonString ?? gone.Exception?.Message ?? LastError;
            connection.Gone.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += received =>
        {
            onOrder(received.ApplicationMessage.Topic, received.ApplicationMessage.Payload.ToArray());
            return Task.CompletedTask;
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(lost);
        patience.CancelAfter(Patience);
        var answer = await client.ConnectAsync(Options(), patience.Token);
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
        {
            tally.Add(Count.Refused);
            LastError = $"{answer.ResultCode} {answer.ReasonString}";
            return false;
        }

        tally.Add(Count.Connects);
        tally.Add(Count.Connected);
        try
        {
            await client.SubscribeAsync($"{_root}/dn/#", MqttQualityOfServiceLevel.AtLeastOnce, patience.Token);
            await AnnounceAsync(client, patience.Token);
            _connection = connection;
            _client = client;
            Up?.Invoke();
            await connection.Gone.Task.WaitAsync(lost);
            return true;
        }
        finally
        {
            _client = null;
            _connection = null;
            tally.Add(Count.Connected, -1);
            if (stopping.IsCancellationRequested && client.IsConnected)
            {
                await GoodbyeAsync(client);
            }
        }
    }

    private async Task AnnounceAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        var (boot, sequence) = device.Next();
        var status = RecorderPayloads.Status(boot, sequence, device.Now, online: true, "connect");
        await client.PublishAsync(Message("up/status", status, 1, retain: true), cancellationToken);
        (boot, sequence) = device.Next();
        var info = RecorderPayloads.Info(boot, sequence, device.Now, device.Number, options.Server is not null);
        await client.PublishAsync(Message("up/info", info, 1, retain: true), cancellationToken);
    }

    private async Task GoodbyeAsync(IMqttClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            var (boot, sequence) = device.Next();
            var status = RecorderPayloads.Status(boot, sequence, device.Now, online: false, "shutdown");
            await client.PublishAsync(Message("up/status", status, 1, retain: true), patience.Token);
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || IsNetwork(failure))
        {
            // The broker went first; its will says the rest.
        }
    }

    private async Task<Delivery> PublishAsync(MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        if (_client is not { } client || _connection is not { } connection)
        {
            return Delivery.Failed;
        }

        try
        {
            // A client that is disposed while a PUBACK is awaited may never complete it.
            var publishing = client.PublishAsync(message, cancellationToken);
            await Task.WhenAny(publishing, connection.Gone.Task).WaitAsync(network.Lost);
            if (!publishing.IsCompleted)
            {
                return Delivery.Failed;
            }

            var result = await publishing;
            if (result.IsSuccess)
            {
                return Delivery.Taken;
            }

            tally.Add(Count.Refused);
            return
                result.ReasonCode
                    is MqttClientPublishReasonCode.QuotaExceeded
                        or MqttClientPublishReasonCode.UnspecifiedError
                        or MqttClientPublishReasonCode.ImplementationSpecificError
                ? Delivery.Failed
                : Delivery.Refused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Delivery.Failed;
        }
        catch (Exception failure) when (IsNetwork(failure))
        {
            return Delivery.Failed;
        }
    }

    private MqttApplicationMessage Message(string topic, JsonObject payload, int quality, bool retain) =>
        new MqttApplicationMessageBuilder()
            .WithTopic($"{_root}/{topic}")
            .WithPayload(Encoding.UTF8.GetBytes(payload.ToJsonString()))
            .WithContentType("application/json")
            .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)quality)
            .WithRetainFlag(retain)
            .Build();

    private MqttClientOptions Options()
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.BrokerHost, options.BrokerPort)
            .WithClientId(credential.Serial)
            .WithCredentials(credential.Serial, credential.Key)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(SessionExpirySeconds)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(Patience)
            .WithWillTopic($"{_root}/up/status")
            .WithWillPayload(Encoding.UTF8.GetBytes(RecorderPayloads.Will(device.Boot).ToJsonString()))
            .WithWillContentType("application/json")
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain(true)
            .WithWillDelayInterval(WillDelaySeconds);
        if (options.BrokerAuthority is { } authority)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authority);
            builder.WithTlsOptions(tls => tls.UseTls().WithTargetHost(options.BrokerHost).WithTrustChain(trusted));
        }

        return builder.Build();
    }

    private static bool IsNetwork(Exception failure) =>
        failure
            is MqttCommunicationException
                or MqttProtocolViolationException
                or System.Net.Sockets.SocketException
                or IOException
                or ObjectDisposedException
                or InvalidOperationException
                or TimeoutException;

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private sealed class Connection
    {
        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
