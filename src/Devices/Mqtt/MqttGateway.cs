using System.Security.Cryptography.X509Certificates;
using Command.Devices.Drivers;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Mqtt;

/// <summary>
/// MQTT as the rest of the server sees it: the embedded broker or the link to an external one, and the way to the recorders. Its owner starts it
/// when the inbox can take messages and stops it before the inbox goes. Thread-safe.
/// </summary>
public sealed class MqttGateway : IBodyWornOutbox, IAsyncDisposable
{
    private readonly MqttOptions _options;
    private readonly SiteOptions _site;
    private readonly BackoffOptions _backoff;
    private readonly Func<IBodyWornInbox> _inbox;
    private readonly Func<IDeviceAuthenticator> _authenticator;
    private readonly Func<X509Certificate2?>? _certificate;
    private readonly MqttMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private EmbeddedBroker? _broker;
    private BrokerLink? _link;
    private int _isDisposed;

    /// <summary>Makes a gateway that is not started.</summary>
    /// <param name="options">Which broker, and limits.</param>
    /// <param name="site">The tenant level of topics.</param>
    /// <param name="backoff">Waits between attempts to reach an external broker.</param>
    /// <param name="inbox">Asked for at start.</param>
    /// <param name="authenticator">Asked for at start, for the embedded broker.</param>
    /// <param name="certificate">Certificate of the TLS port when the options name none; null for none.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    internal MqttGateway(
        MqttOptions options,
        SiteOptions site,
        BackoffOptions backoff,
        Func<IBodyWornInbox> inbox,
        Func<IDeviceAuthenticator> authenticator,
        Func<X509Certificate2?>? certificate,
        MqttMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        _options = options;
        _site = site;
        _backoff = backoff;
        _inbox = inbox;
        _authenticator = authenticator;
        _certificate = certificate;
        _metrics = metrics;
        _time = time;
        _loggers = loggers;
        Refusals = new MqttRefusals(metrics, time, loggers.CreateLogger<MqttRefusals>());
    }

    /// <summary>The bound port of the embedded broker without TLS; -1 when there is none.</summary>
    public int Port => _broker?.Port ?? -1;

    /// <summary>The bound port of the embedded broker with TLS; -1 when there is none.</summary>
    public int TlsPort => _broker?.TlsPort ?? -1;

    /// <summary>Recorders connected to the embedded broker now.</summary>
    public int Connections => _broker?.Connections ?? 0;

    /// <summary>Whether recorders can be heard now, or MQTT is switched off.</summary>
    public bool IsServing => !_options.Enabled || Port >= 0 || TlsPort >= 0 || _link is { IsConnected: true };

    /// <summary>The ports are open, or the link is being made and kept.</summary>
    public bool HasStarted => _broker is not null || _link is not null;

    /// <summary>In words, for a health page.</summary>
    public string State =>
        (_options.Enabled, _broker, _link) switch
        {
            (false, _, _) => "MQTT is switched off.",
            (_, { } broker, _) =>
                $"The MQTT broker is on port {broker.Port}, with TLS on {broker.TlsPort}; {broker.Connections} recorders are connected.",
            (_, _, { IsConnected: true } link) => $"Connected to the MQTT broker {link.Address}.",
            (_, _, { } link) => $"No connection to the MQTT broker {link.Address}: {link.Problem}",
            _ => "MQTT has not started yet.",
        };

    internal MqttRefusals Refusals { get; }

    /// <summary>Opens the broker's ports, or starts connecting to the external one.</summary>
    /// <exception cref="IOException">A port cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_options.Enabled)
        {
            return;
        }
        var ingress = new MqttIngress(_site, _options, _inbox(), Refusals, _metrics, _time, _loggers.CreateLogger<MqttIngress>());
        if (!_options.IsEmbedded)
        {
            _link = new BrokerLink(_site, _options, _backoff, ingress, _time, _loggers);
            _link.Start();
            return;
        }
        var certificate = new BrokerCertificate(_options, _certificate, _time, _loggers.CreateLogger<BrokerCertificate>());
        _broker = new EmbeddedBroker(_site, _options, ingress, _authenticator(), certificate, Refusals, _metrics, _time, _loggers);
        await _broker.StartAsync().ConfigureAwait(false);
    }

    /// <summary>Ends every connection. What the inbox does not have stays unacknowledged and comes again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_broker is not null)
        {
            await _broker.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        if (_link is not null)
        {
            await _link.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SendAsync(string serial, BodyWornOrder order, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(serial);
        ArgumentNullException.ThrowIfNull(order);
        var sent = (_broker, _link) switch
        {
            ({ } broker, _) => await broker.SendAsync(serial, order, cancellationToken).ConfigureAwait(false),
            (_, { } link) => await link.SendAsync(serial, order, cancellationToken).ConfigureAwait(false),
            _ => false,
        };
        _metrics.Ordered(sent);
        return sent;
    }

    /// <inheritdoc/>
    public ValueTask DisconnectAsync(string serial, string reason, CancellationToken cancellationToken) =>
        _broker is null ? ValueTask.CompletedTask : _broker.DisconnectAsync(serial, reason);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The container knows it under two names and disposes both.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }
        if (_broker is not null)
        {
            await _broker.DisposeAsync().ConfigureAwait(false);
        }
        if (_link is not null)
        {
            await _link.DisposeAsync().ConfigureAwait(false);
        }
    }
}
