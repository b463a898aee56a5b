using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Command.Devices.Mqtt;

/// <summary>
/// One connection to the embedded broker: stands between the socket and the library, and sees every packet. Inbound it holds the device to its
/// packet rate, takes the will (presence is told by the broker itself, in order) and the keep-alive under our rule, and notes how the device goes.
/// Outbound it puts our limits into the CONNACK.
/// </summary>
internal sealed class DeviceConnection : IMqttChannelAdapter
{
    /// <summary>Key of the connection among the items of the library's session.</summary>
    public const string SessionItem = "command.connection";

    /// <summary>Largest CONNECT: nobody is known yet.</summary>
    public const int MaxConnectSize = 8 * 1024;

    /// <summary>Topic aliases a device may use; the library keeps a topic for each.</summary>
    private const ushort MaxTopicAlias = 16;
    private const int MaxFilters = 16;
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    private readonly MqttChannelAdapter _inner;
    private readonly LimitedChannel _channel;
    private readonly MqttOptions _options;
    private readonly MqttRefusals _refusals;
    private readonly MqttMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Action _signedIn;
    private readonly TokenBucket _bucket;
    private readonly Lock _gate = new();
    private readonly List<string> _filters = [];
    private string? _willTopic;
    private int _throttledTelemetry;

    /// <summary>Makes the connection; it takes over the channel. <paramref name="signedIn"/> is called once, when the device is known.</summary>
    public DeviceConnection(
        LimitedChannel channel,
        MqttOptions options,
        MqttRefusals refusals,
        MqttMetrics metrics,
        TimeProvider time,
        MqttLibraryLog log,
        Action signedIn
    )
    {
        _channel = channel;
        _options = options;
        _refusals = refusals;
        _metrics = metrics;
        _time = time;
        _signedIn = signedIn;
        _bucket = new TokenBucket(options.MessagesPerSecond, options.MessageBurst, time);
        _inner = new MqttChannelAdapter(
            channel,
            new MqttPacketFormatterAdapter(new MqttBufferWriter(bufferSize: 1_024, maxBufferSize: 16_384)),
            log
        );
    }

    /// <summary>Who it is; null until the device has signed in.</summary>
    public string? Serial { get; private set; }

    /// <summary>What it may; null until the device has signed in.</summary>
    public TopicGrant? Grant { get; private set; }

    /// <summary>The device said DISCONNECT and did not ask for its will.</summary>
    public bool SaidGoodbye { get; private set; }

    /// <summary>Address of the other side.</summary>
    public IPAddress Address => (_channel.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;

    /// <inheritdoc/>
    public long BytesReceived => _inner.BytesReceived;

    /// <inheritdoc/>
    public long BytesSent => _inner.BytesSent;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => null;

    /// <inheritdoc/>
    public EndPoint RemoteEndPoint => _channel.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => _channel.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => _channel.IsSecureConnection;

    /// <inheritdoc/>
    public MqttPacketFormatterAdapter PacketFormatterAdapter => _inner.PacketFormatterAdapter;

    private string Who => Serial ?? Address.ToString();

    /// <summary>The device has signed in: from now on its limits hold.</summary>
    public void SignedIn(string serial, TopicGrant grant)
    {
        Serial = serial;
        Grant = grant;
        _channel.Limit = _options.MaxPacketSize;
        _signedIn();
        if (_willTopic is { } topic && !grant.MayPublish(topic))
        {
            _refusals.Add(MqttRefusal.TopicNotGranted, serial, $"will {topic}");
        }
    }

    /// <summary>A subscription was granted; false when there are too many.</summary>
    public bool TryAddFilter(string filter)
    {
        lock (_gate)
        {
            if (_filters.Contains(filter))
            {
                return true;
            }
            if (_filters.Count >= MaxFilters)
            {
                return false;
            }
            _filters.Add(filter);
            return true;
        }
    }

    /// <summary>A subscription ended.</summary>
    public void RemoveFilter(string filter)
    {
        lock (_gate)
        {
            _filters.Remove(filter);
        }
    }

    /// <summary>Whether a message on that topic would reach the device.</summary>
    public bool Hears(string topic)
    {
        lock (_gate)
        {
            return _filters.Exists(filter => MqttTopicFilterComparer.Compare(topic, filter) == MqttTopicFilterCompareResult.IsMatch);
        }
    }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => _inner.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => _inner.DisconnectAsync(cancellationToken);

    /// <summary>The next packet that may be worked on; null when the connection has ended or is to end.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            var packet = await _inner.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
            switch (packet)
            {
                case null:
                    return null;
                case MqttConnectPacket connect when Serial is null:
                    TakeOver(connect);
                    return connect;
                case MqttDisconnectPacket goodbye:
                    SaidGoodbye = goodbye.ReasonCode != MqttDisconnectReasonCode.DisconnectWithWillMessage;
                    return goodbye;
                case MqttPublishPacket { TopicAlias: > MaxTopicAlias }:
                    _refusals.Add(MqttRefusal.ProtocolViolation, Who, "topic alias");
                    await SayGoodbyeAsync(MqttDisconnectReasonCode.TopicAliasInvalid).ConfigureAwait(false);
                    return null;
                default:
                    return await HoldToRateAsync(packet, cancellationToken).ConfigureAwait(false) ? packet : null;
            }
        }
        catch (MqttProtocolViolationException e)
        {
            var reason = _channel.IsTooLarge ? MqttRefusal.TooLarge : MqttRefusal.ProtocolViolation;
            _refusals.Add(reason, Who, e.Message);
            await SayGoodbyeAsync(_channel.IsTooLarge ? MqttDisconnectReasonCode.PacketTooLarge : MqttDisconnectReasonCode.ProtocolError)
                .ConfigureAwait(false);
            return null;
        }
        catch (MqttCommunicationException e)
        {
            // The network, or a body that the library could not read.
            if (e.InnerException is not (null or IOException or SocketException or ObjectDisposedException))
            {
                _refusals.Add(MqttRefusal.ProtocolViolation, Who, e.InnerException.Message);
                await SayGoodbyeAsync(MqttDisconnectReasonCode.MalformedPacket).ConfigureAwait(false);
            }
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } welcome:
                welcome.MaximumPacketSize = (uint)_options.MaxPacketSize;
                welcome.TopicAliasMaximum = MaxTopicAlias;
                welcome.ServerKeepAlive = (ushort)_options.KeepAlive.TotalSeconds;
                // No session is kept: a device subscribes again at each connection (MQTT 5 §3.2.2.3.2).
                welcome.SessionExpiryInterval = 0;
                break;
            case MqttDisconnectPacket:
                // The library holds a lock over all sign-ins while it says this to a connection that is taken over.
                using (var patience = new CancellationTokenSource(GoodbyePatience, _time))
                using (var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken))
                {
                    await _inner.SendPacketAsync(packet, both.Token).ConfigureAwait(false);
                }
                return;
        }
        await _inner.SendPacketAsync(packet, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void ResetStatistics() => _inner.ResetStatistics();

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    private void TakeOver(MqttConnectPacket connect)
    {
        var longest = (ushort)_options.KeepAlive.TotalSeconds;
        connect.KeepAlivePeriod = connect.KeepAlivePeriod == 0 ? longest : Math.Min(connect.KeepAlivePeriod, longest);
        connect.CleanSession = true;
        connect.SessionExpiryInterval = 0;
        _willTopic = connect.WillFlag ? connect.WillTopic : null;
        connect.WillFlag = false;
    }

    /// <summary>Waits as long as the device is too fast; false when it floods.</summary>
    private async Task<bool> HoldToRateAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (_bucket.IsFull)
        {
            _throttledTelemetry = 0;
        }
        var wait = _bucket.Take();
        if (wait == TimeSpan.Zero)
        {
            return true;
        }
        _metrics.Throttled.Add(1);
        // Who waits for acknowledgements slows down by itself; who does not and never pauses is thrown out.
        if (packet is MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtMostOnce })
        {
            _throttledTelemetry++;
            if (_throttledTelemetry > _options.MessagesPerSecond * 10)
            {
                _refusals.Add(MqttRefusal.Flood, Who, $"more than {_options.MessagesPerSecond} packets per second");
                await SayGoodbyeAsync(MqttDisconnectReasonCode.MessageRateTooHigh).ConfigureAwait(false);
                return false;
            }
        }
        await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A goodbye that cannot be said changes nothing: the connection ends.")]
    private async Task SayGoodbyeAsync(MqttDisconnectReasonCode reason)
    {
        // Only MQTT 5 knows a DISCONNECT from the server.
        if (PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500 || Serial is null)
        {
            return;
        }
        try
        {
            await SendPacketAsync(new MqttDisconnectPacket { ReasonCode = reason }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The peer is gone already, or its socket is: what was to be said is in the log and in the counters.
        }
    }
}
