using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Command.Devices.Mqtt;

/// <summary>
/// The broker of the one box, for recorders only. It keeps no sessions and fans nothing out: what a device says goes to the ingress and nowhere
/// else, and the PUBACK waits until the inbox has it. Retained messages have no other reader than this server, whose twins remember; they are taken
/// and not stored. One connection a device: a newer one with valid credentials takes over. Thread-safe.
/// </summary>
internal sealed partial class EmbeddedBroker : IAsyncDisposable
{
    /// <summary>Messages of one device that may wait for the inbox: more connections than this have come and gone while it hangs.</summary>
    private const int LaneLimit = 8;
    private const int MaxPendingOrders = 100;

    private readonly string _site;
    private readonly MqttIngress _ingress;
    private readonly DeviceAdmission _admission;
    private readonly MqttRefusals _refusals;
    private readonly MqttMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BrokerListener _listener;
    private readonly MqttServer _server;
    private readonly ConcurrentDictionary<string, DeviceConnection> _current = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Makes a broker that is not started.</summary>
    public EmbeddedBroker(
        SiteOptions site,
        MqttOptions options,
        MqttIngress ingress,
        IDeviceAuthenticator authenticator,
        BrokerCertificate certificate,
        MqttRefusals refusals,
        MqttMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        _site = site.Site;
        _ingress = ingress;
        _refusals = refusals;
        _metrics = metrics;
        _time = time;
        _logger = loggers.CreateLogger<EmbeddedBroker>();
        _admission = new DeviceAdmission(site, options, authenticator, refusals, time, loggers.CreateLogger<DeviceAdmission>());
        _listener = new BrokerListener(options, certificate, refusals, metrics, time, loggers, OnEndedAsync);
        var library = new MqttServerOptionsBuilder()
            .WithPersistentSessions(false)
            .WithMaxPendingMessagesPerClient(MaxPendingOrders)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage)
            .WithDefaultCommunicationTimeout(options.ConnectTimeout)
            .Build();
        _server = new MqttServer(library, [_listener], new MqttLibraryLog(loggers.CreateLogger<MqttLibraryLog>()));
        _server.ValidatingConnectionAsync += OnConnectingAsync;
        _server.InterceptingPublishAsync += OnPublishAsync;
        _server.InterceptingSubscriptionAsync += OnSubscribingAsync;
        _server.ClientUnsubscribedTopicAsync += OnUnsubscribedAsync;
    }

    /// <summary>The bound port without TLS; -1 while closed.</summary>
    public int Port => _listener.Port;

    /// <summary>The bound port with TLS; -1 while closed.</summary>
    public int TlsPort => _listener.TlsPort;

    /// <summary>Devices connected now.</summary>
    public int Connections => _current.Count;

    /// <summary>Opens the ports.</summary>
    /// <exception cref="IOException">A port cannot be opened.</exception>
    public async Task StartAsync()
    {
        await _server.StartAsync().ConfigureAwait(false);
        Log.Started(_logger, Port, TlsPort);
    }

    /// <summary>Closes the ports; what the inbox does not have yet stays unacknowledged and comes again.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_server.IsStarted)
        {
            var goodbye = new MqttServerClientDisconnectOptionsBuilder()
                .WithReasonCode(MqttDisconnectReasonCode.ServerShuttingDown)
                .Build();
            await _server.StopAsync(new MqttServerStopOptions { DefaultClientDisconnectOptions = goodbye }).ConfigureAwait(false);
        }
    }

    /// <summary>Hands an order to the device when it is connected and listens; false otherwise.</summary>
    public async ValueTask<bool> SendAsync(string serial, BodyWornOrder order, CancellationToken cancellationToken)
    {
        if (
            !_server.IsStarted
            || OrderMessage.Make(_site, serial, order, _time.GetUtcNow()) is not { } message
            || !_current.TryGetValue(serial, out var connection)
            || !connection.Hears(message.Topic)
        )
        {
            return false;
        }
        await _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends the device's connection, if there is one.</summary>
    public async ValueTask DisconnectAsync(string serial, string reason)
    {
        if (!_current.ContainsKey(serial))
        {
            return;
        }
        try
        {
            var goodbye = new MqttServerClientDisconnectOptions
            {
                ReasonCode = MqttDisconnectReasonCode.AdministrativeAction,
                ReasonString = BoundedText.Clean(reason, 128),
            };
            await _server.DisconnectClientAsync(serial, goodbye).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // the library does not know it (any more): it went meanwhile
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _server.Dispose();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task OnConnectingAsync(ValidatingConnectionEventArgs e)
    {
        var connection = (DeviceConnection)e.ChannelAdapter;
        var verdict = await _admission.AdmitAsync(e, connection, _stopping.Token).ConfigureAwait(false);
        e.ReasonCode = verdict;
        if (verdict != MqttConnectReasonCode.Success || connection.Serial is not { } serial)
        {
            return;
        }
        e.SessionItems[DeviceConnection.SessionItem] = connection;
        // Before the library takes the older one down, so that its end is seen for what it is.
        _current[serial] = connection;
        _metrics.Connected();
        Log.Connected(_logger, serial, connection.Address, connection.IsSecureConnection);
    }

    private async Task OnEndedAsync(DeviceConnection connection)
    {
        if (connection.Serial is not { } serial)
        {
            return;
        }
        var isCurrent = _current.TryRemove(new KeyValuePair<string, DeviceConnection>(serial, connection));
        var end = (isCurrent, _stopping.IsCancellationRequested, connection.SaidGoodbye) switch
        {
            (false, _, _) => ConnectionEnd.TakenOver,
            (_, true, _) => ConnectionEnd.ServerStopped,
            (_, _, true) => ConnectionEnd.Clean,
            _ => ConnectionEnd.Lost,
        };
        _metrics.Disconnected(end);
        Log.Disconnected(_logger, serial, end);
        if (end is ConnectionEnd.Lost or ConnectionEnd.Clean)
        {
            var reason = end == ConnectionEnd.Lost ? "lost" : "shutdown";
            _ = await _ingress.TellPresenceAsync(serial, online: false, reason, _stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task OnPublishAsync(InterceptingPublishEventArgs e)
    {
        if (e.SessionItems[DeviceConnection.SessionItem] is not DeviceConnection { Serial: { } serial, Grant: { } grant })
        {
            return; // ours
        }
        // Nobody else listens to what devices say: without this the library would look at every subscription for each message.
        e.ProcessPublish = false;
        var message = e.ApplicationMessage;
        if (message.Topic is not { Length: > 0 } topic || !grant.MayPublish(topic))
        {
            _refusals.Add(MqttRefusal.TopicNotGranted, serial, message.Topic);
            e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            e.Response.ReasonString = "This device may not publish on this topic.";
            return;
        }
        var verdict = await _ingress
            .ReceiveAsync(
                new IncomingMessage(
                    topic,
                    message.Payload,
                    message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce,
                    IsRetained: false,
                    message.CorrelationData,
                    LaneLimit
                ),
                _stopping.Token
            )
            .ConfigureAwait(false);
        if (verdict is IngressVerdict.NotSafe)
        {
            e.CloseConnection = true;
            return;
        }
        if (verdict is not IngressVerdict.Dropped)
        {
            e.Response.ReasonCode = (MqttPubAckReasonCode)verdict;
        }
    }

    private Task OnSubscribingAsync(InterceptingSubscriptionEventArgs e)
    {
        if (e.SessionItems[DeviceConnection.SessionItem] is not DeviceConnection { Serial: { } serial, Grant: { } grant } connection)
        {
            return Task.CompletedTask;
        }
        var filter = e.TopicFilter.Topic ?? string.Empty;
        if (!grant.MaySubscribe(filter))
        {
            _refusals.Add(MqttRefusal.FilterNotGranted, serial, filter);
            e.ProcessSubscription = false;
            e.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            e.Response.ReasonString = "This device may not subscribe to this filter.";
        }
        else if (!connection.TryAddFilter(filter))
        {
            e.ProcessSubscription = false;
            e.Response.ReasonCode = MqttSubscribeReasonCode.QuotaExceeded;
        }
        return Task.CompletedTask;
    }

    private static Task OnUnsubscribedAsync(ClientUnsubscribedTopicEventArgs e)
    {
        (e.SessionItems[DeviceConnection.SessionItem] as DeviceConnection)?.RemoveFilter(e.TopicFilter);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MqttBrokerStarted",
            Level = LogLevel.Information,
            Message = "The MQTT broker listens on port {Port}, with TLS on {TlsPort}"
        )]
        public static partial void Started(ILogger logger, int port, int tlsPort);

        [LoggerMessage(
            EventName = "MqttConnected",
            Level = LogLevel.Information,
            Message = "Recorder {Serial} connected from {Address} (TLS: {UsesTls})"
        )]
        public static partial void Connected(ILogger logger, string serial, System.Net.IPAddress address, bool usesTls);

        [LoggerMessage(EventName = "MqttDisconnected", Level = LogLevel.Information, Message = "Recorder {Serial} disconnected: {End}")]
        public static partial void Disconnected(ILogger logger, string serial, ConnectionEnd end);
    }
}
