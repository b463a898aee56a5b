using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace Command.Devices.Mqtt;

/// <summary>The ports of the embedded broker: accepts connections up to a limit, makes TLS within a deadline, and hands each to the library.</summary>
internal sealed partial class BrokerListener : IMqttServerAdapter
{
    private const int Backlog = 512;

    private readonly MqttOptions _options;
    private readonly BrokerCertificate _certificate;
    private readonly MqttRefusals _refusals;
    private readonly MqttMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly MqttLibraryLog _libraryLog;
    private readonly ILogger _logger;
    private readonly Func<DeviceConnection, Task> _ended;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _loops = [];
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly PendingConnections _pending = new();
    private int _count;

    /// <summary>Makes a listener that is not started.</summary>
    /// <param name="options">Ports and limits.</param>
    /// <param name="certificate">Certificate of the TLS port.</param>
    /// <param name="refusals">Told what is turned away.</param>
    /// <param name="metrics">Counters of the connections.</param>
    /// <param name="time">Clock of the deadlines.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="ended">Awaited when a connection has ended, whoever it was.</param>
    public BrokerListener(
        MqttOptions options,
        BrokerCertificate certificate,
        MqttRefusals refusals,
        MqttMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers,
        Func<DeviceConnection, Task> ended
    )
    {
        _options = options;
        _certificate = certificate;
        _refusals = refusals;
        _metrics = metrics;
        _time = time;
        _libraryLog = new MqttLibraryLog(loggers.CreateLogger<MqttLibraryLog>());
        _logger = loggers.CreateLogger<BrokerListener>();
        _ended = ended;
    }

    /// <summary>The library's part of a connection; it sets it before it starts the listener.</summary>
    public Func<IMqttChannelAdapter, Task> ClientHandler { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The bound port without TLS; -1 while closed.</summary>
    public int Port { get; private set; } = -1;

    /// <summary>The bound port with TLS; -1 while closed.</summary>
    public int TlsPort { get; private set; } = -1;

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        if (_options.Port >= 0)
        {
            Port = Open(_options.Port, useTls: false);
        }
        if (_options.TlsPort >= 0)
        {
            if (_certificate.Current() is null)
            {
                Log.NoCertificate(_logger);
            }
            else
            {
                TlsPort = Open(_options.TlsPort, useTls: true);
            }
        }
        return Task.CompletedTask;
    }

    /// <summary>Closes the ports and waits for what is running.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _sockets.ForEach(socket => socket.Dispose());
        await Task.WhenAll([.. _loops, .. _connections.Keys]).ConfigureAwait(false);
        Port = -1;
        TlsPort = -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _stopping.Dispose();
    }

    private int Open(int port, bool useTls)
    {
        Socket socket;
        IPAddress address;
        if (_options.Listen.Length > 0)
        {
            address = IPAddress.Parse(_options.Listen);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        }
        else if (Socket.OSSupportsIPv6)
        {
            address = IPAddress.IPv6Any;
            socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        }
        else
        {
            address = IPAddress.Any;
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        }
        _sockets.Add(socket);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            throw new IOException($"The MQTT port {address}:{port} cannot be opened ({e.SocketErrorCode}).", e);
        }
        _loops.Add(Task.Run(() => AcceptAsync(socket, useTls)));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // bound above
    }

    private async Task AcceptAsync(Socket listener, bool useTls)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                var address = AddressOf(socket);
                if (Volatile.Read(ref _count) >= _options.MaxConnections || !_pending.TryEnter(address))
                {
                    _refusals.Add(MqttRefusal.TooManyConnections, address.ToString(), null);
                    socket.Dispose();
                    continue;
                }
                Interlocked.Increment(ref _count);
                var connection = Task.Run(() => ServeAsync(socket, address, useTls), CancellationToken.None);
                _connections.TryAdd(connection, 0);
                _ = connection.ContinueWith(
                    ended => _connections.TryRemove(ended, out _),
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default
                );
            }
            catch (Exception e) when (_stopping.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // One connection died in the queue, or the process has no descriptors left: then those that end make room.
                Log.NotAccepted(_logger, e);
                await WaitAsync(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket, IPAddress address, bool useTls)
    {
        var isPending = 1;
        // The library has said goodbye by then, but may have missed a connection that was just being made.
        using var closing = _stopping.Token.Register(socket.Dispose);
        try
        {
            socket.NoDelay = true;
            var (local, remote) = (socket.LocalEndPoint!, socket.RemoteEndPoint!); // connected
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
            {
                if (useTls)
                {
                    stream = await SecureAsync(stream).ConfigureAwait(false);
                }
                using var connection = new DeviceConnection(
                    new LimitedChannel(stream, local, remote, useTls, DeviceConnection.MaxConnectSize),
                    _options,
                    _refusals,
                    _metrics,
                    _time,
                    _libraryLog,
                    NoLongerPending
                );
                try
                {
                    await ClientHandler(connection).ConfigureAwait(false);
                }
                finally
                {
                    await _ended(connection).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            // The end of one connection; its device comes again.
            Log.Broken(_logger, e);
        }
        finally
        {
            NoLongerPending();
            Interlocked.Decrement(ref _count);
            socket.Dispose();
        }

        void NoLongerPending()
        {
            if (Interlocked.Exchange(ref isPending, 0) != 0)
            {
                _pending.Leave(address);
            }
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream)
    {
        using var deadline = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate.Current(),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        try
        {
            await secure.AuthenticateAsServerAsync(options, both.Token).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WaitAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // the loop sees it
        }
    }

    private static IPAddress AddressOf(Socket socket)
    {
        try
        {
            return (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return IPAddress.None;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MqttNoCertificate",
            Level = LogLevel.Warning,
            Message = "The MQTT port with TLS stays closed: there is no certificate (Mqtt:CertificatePath)"
        )]
        public static partial void NoCertificate(ILogger logger);

        [LoggerMessage(EventName = "MqttNotAccepted", Level = LogLevel.Warning, Message = "An MQTT connection could not be accepted")]
        public static partial void NotAccepted(ILogger logger, Exception exception);

        [LoggerMessage(EventName = "MqttConnectionBroken", Level = LogLevel.Debug, Message = "An MQTT connection broke")]
        public static partial void Broken(ILogger logger, Exception exception);
    }
}
