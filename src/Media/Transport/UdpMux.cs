using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Command.Media.Stun;
using Command.Media.Transport.Native;
using Microsoft.Extensions.Logging;

namespace Command.Media.Transport;

/// <summary>
/// One UDP port for all peers. STUN finds its peer by the ufrag that the user name starts with; everything else by the address it comes
/// from, which a peer binds after it authenticated a check from there (RFC 8445 §7.3). What finds no peer is counted and dropped, without
/// an answer and without memory.
/// </summary>
/// <remarks>One receive thread calls the sinks. Register, bind and their counterparts may be called from any thread.</remarks>
internal sealed partial class UdpMux : IAsyncDisposable
{
    private const int MaxUfragLength = 256;
    private readonly Socket _socket;
    private readonly UdpMuxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, IDatagramSink> _byUfrag = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IDatagramSink>.AlternateLookup<ReadOnlySpan<char>> _ufragLookup;
    private readonly ConcurrentDictionary<SocketAddress, IDatagramSink> _byAddress = new();
    private readonly SocketAddress _scratch;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _addressCount;

    /// <summary>Opens and binds the socket; nothing is read before <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The port is taken or the address is not of this machine.</exception>
    public UdpMux(UdpMuxOptions options, TimeProvider time, ILogger<UdpMux> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _ufragLookup = _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>();
        _socket = Open(options);
        _scratch = new SocketAddress(_socket.AddressFamily);
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port; // bound, so never null
        Sender = new DatagramSender(_socket, options.UseNative, time);
        _thread = new Thread(ReceiveLoop) { IsBackground = true, Name = "media-receive" };
    }

    /// <summary>The bound port.</summary>
    public int Port { get; }

    /// <summary>True when IPv6 peers can reach the port.</summary>
    public bool HasIPv6 => _socket.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The way out.</summary>
    public DatagramSender Sender { get; }

    /// <summary>What happened so far.</summary>
    public UdpMuxCounters Counters { get; } = new();

    /// <summary>Addresses in the table.</summary>
    public int AddressCount => Volatile.Read(ref _addressCount);

    /// <summary>Begins to receive.</summary>
    public void Start() => _thread.Start();

    /// <summary>Makes a peer reachable by STUN.</summary>
    /// <returns>False when the ufrag is taken.</returns>
    public bool TryRegister(string ufrag, IDatagramSink sink) => _byUfrag.TryAdd(ufrag, sink);

    /// <summary>Takes a peer out again.</summary>
    public void Unregister(string ufrag, IDatagramSink sink) => _byUfrag.TryRemove(new(ufrag, sink));

    /// <summary>
    /// Lets DTLS and media from an address reach a peer. An address stays with the peer that has it: a source address can be forged,
    /// and nobody shall take a neighbour's stream away by naming it.
    /// </summary>
    /// <param name="address">Kept: give a clone of a scratch address.</param>
    /// <param name="sink">Must have authenticated a check from there.</param>
    /// <returns>False when another peer has the address or the table is full.</returns>
    public bool TryBind(SocketAddress address, IDatagramSink sink)
    {
        if (_byAddress.TryGetValue(address, out var present))
        {
            return ReferenceEquals(present, sink);
        }

        if (Interlocked.Increment(ref _addressCount) > _options.MaxAddresses || !_byAddress.TryAdd(address, sink))
        {
            Interlocked.Decrement(ref _addressCount);
            Counters.Add(UdpMuxCounters.Count.TableFull);
            return false;
        }

        return true;
    }

    /// <summary>Takes an address out if it still belongs to the peer.</summary>
    public void Unbind(SocketAddress address, IDatagramSink sink)
    {
        if (_byAddress.TryRemove(new(address, sink)))
        {
            Interlocked.Decrement(ref _addressCount);
        }
    }

    /// <summary>Stops the receive thread, then closes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            await _stopped.Task.ConfigureAwait(false);
        }

        _socket.Dispose();
    }

    private static Socket Open(UdpMuxOptions options)
    {
        if (options.BindAddress is { } address)
        {
            return Bind(new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp), address, options);
        }

        if (Socket.OSSupportsIPv6)
        {
            try
            {
                var dual = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
                return Bind(dual, IPAddress.IPv6Any, options);
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
            {
                // IPv6 compiled in but switched off: serve IPv4 alone.
            }
        }

        return Bind(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), IPAddress.Any, options);
    }

    private static Socket Bind(Socket socket, IPAddress address, UdpMuxOptions options)
    {
        try
        {
            socket.ReceiveBufferSize = options.SocketBufferBytes;
            socket.SendBufferSize = options.SocketBufferBytes;
            socket.Bind(new IPEndPoint(address, options.Port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void ReceiveLoop()
    {
        using IDatagramReceiver receiver =
            _options.UseNative && LinuxSocketApi.IsAvailable ? new LinuxBatchReceiver(_socket) : new PortableReceiver(_socket);
        while (!_stopping)
        {
            var count = receiver.Receive();
            var arrival = _time.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                receiver.CopySource(i, _scratch);
                try
                {
                    Dispatch(receiver.Datagram(i), _scratch, arrival);
                }
                catch (Exception e)
                {
                    // Last line of defence: one peer's fault must not end everybody's media. The datagram is lost, the loop goes on.
                    Counters.Add(UdpMuxCounters.Count.Faults);
                    Log.DatagramFault(_logger, e);
                }
            }
        }

        _stopped.TrySetResult();
    }

    private void Dispatch(Span<byte> datagram, SocketAddress from, long arrival)
    {
        Counters.Add(UdpMuxCounters.Count.Received);
        var kind = DatagramClassifier.Classify(datagram);
        switch (kind)
        {
            case DatagramKind.Unknown:
                Counters.Add(UdpMuxCounters.Count.UnknownKind);
                break;
            case DatagramKind.Stun:
                DispatchStun(datagram, from, arrival);
                break;
            default:
                if (!_byAddress.TryGetValue(from, out var sink))
                {
                    Counters.Add(UdpMuxCounters.Count.UnknownAddress);
                }
                else if (kind == DatagramKind.Dtls)
                {
                    sink.OnDtls(datagram);
                }
                else
                {
                    sink.OnMedia(datagram, kind, arrival);
                }

                break;
        }
    }

    private void DispatchStun(ReadOnlySpan<byte> datagram, SocketAddress from, long arrival)
    {
        if (
            StunMessage.TryParse(datagram, out var message) != StunParseError.None
            || message.Class != StunClass.Request
            || message.Method != StunMessage.BindingMethod
            || !message.TryGet(StunAttribute.Username, out var userName)
        )
        {
            Counters.Add(UdpMuxCounters.Count.BadStun);
            return;
        }

        var colon = userName.IndexOf((byte)':');
        if (colon is <= 0 or > MaxUfragLength)
        {
            Counters.Add(UdpMuxCounters.Count.BadStun);
            return;
        }

        Span<char> ufrag = stackalloc char[MaxUfragLength];
        var length = Encoding.Latin1.GetChars(userName[..colon], ufrag);
        if (_ufragLookup.TryGetValue(ufrag[..length], out var sink))
        {
            sink.OnStun(message, from, arrival);
        }
        else
        {
            Counters.Add(UdpMuxCounters.Count.UnknownUfrag);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "DatagramFault", Level = LogLevel.Error, Message = "A datagram was dropped by a fault in its handler")]
        public static partial void DatagramFault(ILogger logger, Exception exception);
    }
}
