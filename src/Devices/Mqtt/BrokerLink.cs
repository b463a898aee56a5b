using Command.Devices.Drivers;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace Command.Devices.Mqtt;

/// <summary>
/// The link to an external MQTT 5 broker. Its session outlives connections and restarts, so that the broker keeps what must be kept while this node
/// is away; each message is acknowledged only when the inbox has it. How many may wait is the Receive Maximum we tell the broker (MQTT 5 §4.9);
/// telemetry without acknowledgement is dropped for a device whose lane is full. Thread-safe.
/// </summary>
internal sealed partial class BrokerLink : IAsyncDisposable
{
    /// <summary>Messages of one device that may wait before unacknowledged telemetry of it is dropped.</summary>
    private const int LaneLimit = 16;

    private static readonly TimeSpan HandlerPatience = TimeSpan.FromSeconds(5);

    private readonly string _site;
    private readonly MqttOptions _options;
    private readonly BackoffOptions _backoff;
    private readonly BrokerAddress _address;
    private readonly MqttIngress _ingress;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MqttClientFactory _factory;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HandlingCount _handling = new();
    private Task _loop = Task.CompletedTask;
    private Func<MqttApplicationMessage, CancellationToken, Task<MqttClientPublishResult>>? _publish;

    /// <summary>Makes a link that is not started.</summary>
    public BrokerLink(
        SiteOptions site,
        MqttOptions options,
        BackoffOptions backoff,
        MqttIngress ingress,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        _site = site.Site;
        _options = options;
        _backoff = backoff;
        _ingress = ingress;
        _time = time;
        _logger = loggers.CreateLogger<BrokerLink>();
        _factory = new MqttClientFactory(new MqttLibraryLog(loggers.CreateLogger<MqttLibraryLog>()));
        _address = BrokerAddress.TryParse(options.Broker, out var address)
            ? address
            : throw new ArgumentException($"'{options.Broker}' is no address of a broker.", nameof(options));
    }

    /// <summary>Connected and subscribed.</summary>
    public bool IsConnected => _publish is not null;

    /// <summary>Why it is not connected; null when it is.</summary>
    public string? Problem { get; private set; } = "not connected yet";

    /// <summary>Where the broker is.</summary>
    public string Address => _address.ToString();

    /// <summary>Starts connecting; returns at once.</summary>
    public void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token));

    /// <summary>Ends the link; what the inbox does not have yet stays unacknowledged and comes again.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Hands an order to the broker; false when it cannot be reached or the device is not there.</summary>
    public async ValueTask<bool> SendAsync(string serial, BodyWornOrder order, CancellationToken cancellationToken)
    {
        if (_publish is not { } publish || OrderMessage.Make(_site, serial, order, _time.GetUtcNow()) is not { } message)
        {
            return false;
        }
        using var deadline = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken, _stopping.Token);
        try
        {
            var result = await publish(message, both.Token).ConfigureAwait(false);
            // "No matching subscribers": the broker has no session of the device, so nobody will ever get it.
            return result.ReasonCode == MqttClientPublishReasonCode.Success;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.OrderFailed(_logger, order.Id, serial, e);
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var startedAt = _time.GetTimestamp();
            try
            {
                await RunConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }
                // Any failure of the link ends here; the next attempt follows after the wait.
                failures = _time.GetElapsedTime(startedAt) > _backoff.StableAfter ? 1 : failures + 1;
                Problem = e.Message;
                Log.Down(_logger, Address, e.Message, failures == 1 ? e : null);
            }
            try
            {
                await Task.Delay(_backoff.WaitAfter(failures, Random.Shared.NextDouble()), _time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RunConnectionAsync(CancellationToken cancellationToken)
    {
        // A client for each connection: messages of an old one must not be acknowledged on a new one.
        using var client = _factory.CreateMqttClient();
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var down = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += e =>
        {
            down.TrySetResult($"{e.Reason} {e.ReasonString} {e.Exception?.Message}".Trim());
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += e =>
        {
            e.AutoAcknowledge = false;
            _ = HandleAsync(e, given.Token);
            return Task.CompletedTask;
        };
        using (var deadline = new CancellationTokenSource(_options.ConnectTimeout, _time))
        using (var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken))
        {
            var result = await client.ConnectAsync(BrokerSignIn.Make(_factory, _options, _address), both.Token).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new IOException($"The broker refused the connection: {result.ResultCode} {result.ReasonString}");
            }
            await SubscribeAsync(client, both.Token).ConfigureAwait(false);
            Problem = null;
            _publish = client.PublishAsync;
            Log.Up(_logger, Address, result.IsSessionPresent);
        }
        try
        {
            var reason = await down.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            throw new IOException($"The connection to the broker ended: {reason}");
        }
        finally
        {
            _publish = null;
            Problem ??= "the connection ended";
            // The inbox may finish what it has. What hangs must not hold up the next connection: it is given up, and the broker sends it again.
            if (!await TryWaitForHandlersAsync().ConfigureAwait(false))
            {
                await given.CancelAsync().ConfigureAwait(false);
                _ = await TryWaitForHandlersAsync().ConfigureAwait(false);
            }
            if (client.IsConnected)
            {
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryWaitForHandlersAsync()
    {
        try
        {
            await _handling.WaitForNoneAsync().WaitAsync(HandlerPatience, _time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task SubscribeAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        // Retained statuses come with it at each connection: devices may have come and gone meanwhile.
        var filter = new MqttTopicFilterBuilder()
            .WithTopic(BodyWornTopic.FilterOfSite(_site))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainHandling(MqttRetainHandling.SendAtSubscribe)
            .Build();
        var options = _factory.CreateSubscribeOptionsBuilder().WithTopicFilter(filter).Build();
        var result = await client.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        var code = result.Items.First().ResultCode;
        if (code > MqttClientSubscribeResultCode.GrantedQoS2)
        {
            throw new IOException($"The broker refused the subscription {filter.Topic}: {code}");
        }
    }

    /// <summary>Never throws: nobody awaits it but the count.</summary>
    private async Task HandleAsync(MqttApplicationMessageReceivedEventArgs e, CancellationToken givenUp)
    {
        _handling.Begin();
        try
        {
            var message = e.ApplicationMessage;
            var mustBeKept = message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
            var verdict = await _ingress
                .ReceiveAsync(
                    new IncomingMessage(
                        message.Topic ?? string.Empty,
                        message.Payload,
                        mustBeKept,
                        message.Retain,
                        message.CorrelationData,
                        mustBeKept ? int.MaxValue : LaneLimit
                    ),
                    givenUp
                )
                .ConfigureAwait(false);
            if (mustBeKept && verdict is not IngressVerdict.NotSafe)
            {
                e.ReasonCode = (MqttApplicationMessageReceivedReasonCode)verdict;
                using var deadline = new CancellationTokenSource(_options.ConnectTimeout, _time);
                await e.AcknowledgeAsync(deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // The connection is gone, so the broker sends it again on the next one; the inbox knows it then.
            Log.NotAcknowledged(_logger, e.ApplicationMessage.Topic, exception);
        }
        finally
        {
            _handling.End();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MqttLinkUp",
            Level = LogLevel.Information,
            Message = "Connected to the MQTT broker {Broker} (it kept our session: {SessionPresent})"
        )]
        public static partial void Up(ILogger logger, string broker, bool sessionPresent);

        [LoggerMessage(
            EventName = "MqttLinkDown",
            Level = LogLevel.Warning,
            Message = "No connection to the MQTT broker {Broker}: {Reason}; it is tried again"
        )]
        public static partial void Down(ILogger logger, string broker, string reason, Exception? exception);

        [LoggerMessage(
            EventName = "MqttOrderFailed",
            Level = LogLevel.Warning,
            Message = "Order {OrderId} to recorder {Serial} could not be handed to the broker"
        )]
        public static partial void OrderFailed(ILogger logger, string orderId, string serial, Exception exception);

        [LoggerMessage(
            EventName = "MqttNotAcknowledged",
            Level = LogLevel.Debug,
            Message = "A message on {Topic} could not be acknowledged; the broker sends it again"
        )]
        public static partial void NotAcknowledged(ILogger logger, string? topic, Exception exception);
    }
}
