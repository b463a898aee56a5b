using System.Net;
using System.Net.Sockets;
using Command.Media.Buffers;

namespace Command.Media.Ingest;

/// <summary>
/// The two UDP sockets of one RTP track: an even port for RTP, the odd one above for RTCP (RFC 3550 §11).
/// </summary>
/// <remarks>Receives into its own memory and rents a buffer only when there is a datagram, so an idle camera holds none.</remarks>
public sealed class RtpPortPair : IDisposable
{
    private const int Attempts = 64;
    private const int ReceiveBufferLength = 4 * 1024 * 1024;
    private const int LargestDatagram = 65536;
    private const int LargestControlDatagram = 2048;

    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly PacketPool _pool;
    private readonly TimeProvider _time;
    private readonly IPAddress? _source;

    private RtpPortPair(Socket rtp, Socket rtcp, PacketPool pool, TimeProvider time, IPAddress? source)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        _pool = pool;
        _time = time;
        _source = source;
    }

    /// <summary>Called with each datagram.</summary>
    /// <param name="datagram">The datagram, its length set; ownership passes to the callee.</param>
    /// <param name="arrivalTimestamp"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    public delegate void RtpHandler(PacketBuffer datagram, long arrivalTimestamp);

    /// <summary>Called with each datagram of control.</summary>
    /// <param name="compound">The datagram, borrowed.</param>
    /// <param name="arrivalTimestamp"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    public delegate void RtcpHandler(ReadOnlySpan<byte> compound, long arrivalTimestamp);

    /// <summary>Port for RTP, even.</summary>
    public int RtpPort => PortOf(_rtp);

    /// <summary>Port for RTCP, one above.</summary>
    public int RtcpPort => PortOf(_rtcp);

    /// <summary>Binds a free pair.</summary>
    /// <param name="address">Local address.</param>
    /// <param name="pool">Gives buffers for datagrams.</param>
    /// <param name="time">Clock of arrivals.</param>
    /// <param name="source">Only datagrams of this host are taken, from any port: nobody else may put pictures in. Null takes all.</param>
    /// <exception cref="SocketException">No pair is free.</exception>
    public static RtpPortPair Bind(IPAddress address, PacketPool pool, TimeProvider time, IPAddress? source = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            // The system gives any port; its even neighbour pair is then tried.
            var rtp = Open(address, 0, out var port);
            Socket? rtcp = null;
            try
            {
                if ((port & 1) != 0)
                {
                    rtp.Dispose();
                    rtp = Open(address, port - 1, out port);
                }
                rtcp = Open(address, port + 1, out _);
                return new RtpPortPair(rtp, rtcp, pool, time, source);
            }
            catch (SocketException) when (attempt < Attempts)
            {
                rtp.Dispose();
                rtcp?.Dispose();
            }
        }
    }

    /// <summary>Sends two datagrams that open the way through firewalls and address translators (RTP and RTCP headers without content).</summary>
    /// <param name="rtp">The server's RTP endpoint.</param>
    /// <param name="rtcp">The server's RTCP endpoint.</param>
    public void Punch(IPEndPoint rtp, IPEndPoint rtcp)
    {
        TrySend(_rtp, [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], rtp);
        TrySend(_rtcp, [0x80, 0xC9, 0, 1, 0, 0, 0, 0], rtcp);
    }

    /// <summary>Sends a control packet; failures of the network are left to the next one.</summary>
    public void SendRtcp(ReadOnlySpan<byte> compound, IPEndPoint destination) => TrySend(_rtcp, compound, destination);

    /// <summary>Receives until cancelled. The two handlers may be called at the same time, each by one thread at a time.</summary>
    /// <param name="onRtp">Gets each RTP datagram and owns it.</param>
    /// <param name="onRtcp">Gets each RTCP datagram.</param>
    /// <param name="cancellationToken">Ends the loop, without an exception.</param>
    public Task RunAsync(RtpHandler onRtp, RtcpHandler onRtcp, CancellationToken cancellationToken) =>
        Task.WhenAll(
            ReceiveAsync(_rtp, LargestDatagram, (datagram, arrival) => onRtp(_pool.RentCopy(datagram), arrival), cancellationToken),
            ReceiveAsync(_rtcp, LargestControlDatagram, onRtcp, cancellationToken)
        );

    /// <summary>Closes both sockets.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private static Socket Open(IPAddress address, int port, out int bound)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = ReceiveBufferLength;
            socket.Bind(new IPEndPoint(address, port));
            bound = PortOf(socket);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static int PortOf(Socket socket) => socket.LocalEndPoint is IPEndPoint endPoint ? endPoint.Port : 0;

    private static void TrySend(Socket socket, ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
        try
        {
            socket.SendTo(datagram, SocketFlags.None, destination);
        }
        catch (SocketException)
        {
            // Reports are repeated every few seconds; a peer that is gone shows as silence on the media side.
        }
    }

    private async Task ReceiveAsync(Socket socket, int capacity, RtcpHandler handle, CancellationToken cancellationToken)
    {
        var memory = GC.AllocateUninitializedArray<byte>(capacity, pinned: true).AsMemory();
        var from = new SocketAddress(socket.AddressFamily);
        var wanted = _source is null ? null : new IPEndPoint(_source, 0).Serialize();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveFromAsync(memory, SocketFlags.None, from, cancellationToken).ConfigureAwait(false);
                if (length > 0 && (wanted is null || IsSameHost(from, wanted)))
                {
                    handle(memory.Span[..length], _time.GetTimestamp());
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionRefused)
            {
                // An ICMP answer to something we sent; the socket is fine.
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Compares the host part of two addresses, without the port: bytes 4 to 7 for IPv4, 8 to 23 for IPv6.</summary>
    private static bool IsSameHost(SocketAddress from, SocketAddress wanted)
    {
        var (start, length) = wanted.Family == AddressFamily.InterNetwork ? (4, 4) : (8, 16);
        return from.Family == wanted.Family && from.Buffer.Span.Slice(start, length).SequenceEqual(wanted.Buffer.Span.Slice(start, length));
    }
}
