using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Command.Tools.Simulator.Streaming;

/// <summary>
/// One even/odd pair of sockets from which every UDP client is served. Nothing is read from them: a session lives as long as its
/// RTSP connection, and what clients report is not needed.
/// </summary>
internal sealed class UdpPorts : IDisposable
{
    private const int Attempts = 100;

    private readonly Socket _rtp;
    private readonly Socket _rtcp;

    private UdpPorts(Socket rtp, Socket rtcp)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        RtpPort = ((IPEndPoint)rtp.LocalEndPoint!).Port; // bound by Open
    }

    /// <summary>The even port; RTCP is the next.</summary>
    public int RtpPort { get; }

    public static UdpPorts Open(IPAddress host)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var rtp = Bind(host, 0);
            var port = ((IPEndPoint)rtp!.LocalEndPoint!).Port; // port 0 always binds
            if (port % 2 == 0 && Bind(host, port + 1) is { } rtcp)
            {
                return new UdpPorts(rtp, rtcp);
            }

            rtp.Dispose();
        }

        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    /// <summary>A channel to a client's pair of ports.</summary>
    public ITrackChannel To(IPAddress client, int rtpPort, int rtcpPort) =>
        new UdpChannel(this, new IPEndPoint(client, rtpPort).Serialize(), new IPEndPoint(client, rtcpPort).Serialize());

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private static Socket? Bind(IPAddress host, int port)
    {
        var socket = new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            socket.Bind(new IPEndPoint(host, port));
            return socket;
        }
        catch (SocketException) when (port != 0)
        {
            socket.Dispose();
            return null;
        }
    }

    private sealed class UdpChannel(UdpPorts ports, SocketAddress rtp, SocketAddress rtcp) : ITrackChannel
    {
        public byte RtpChannel => 0;

        public byte RtcpChannel => 0;

        public bool TrySend(ReadOnlySpan<byte> packets) => Send(ports._rtp, packets, rtp);

        public bool TrySendReport(ReadOnlySpan<byte> packet) => Send(ports._rtcp, packet, rtcp);

        // A datagram that the kernel does not take is lost, as on any network.
        private static bool Send(Socket socket, ReadOnlySpan<byte> packets, SocketAddress client)
        {
            while (!packets.IsEmpty)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(packets[2..]);
                try
                {
                    _ = socket.SendTo(packets.Slice(FrameBuffer.Prefix, length), SocketFlags.None, client);
                }
                catch (SocketException) { }

                packets = packets[(FrameBuffer.Prefix + length)..];
            }

            return true;
        }
    }
}
