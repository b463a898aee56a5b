using System.Net;
using System.Net.Sockets;
using Command.Tools.Simulator.Clips;
using Command.Tools.Simulator.Streaming;

namespace Command.Tools.Simulator.Rtsp;

/// <summary>Accepts RTSP clients of all cameras on one port.</summary>
internal sealed class RtspServer : IDisposable
{
    /// <summary>How the simulator calls itself; servers look for it to label what it sends.</summary>
    public const string Name = "Command-Simulator/1";

    /// <summary>Header in every answer to OPTIONS: clips made / clips in all.</summary>
    public const string ClipsHeader = "X-Clips:";

    private readonly TcpListener _listener;

    public RtspServer(CameraOptions options, ClipLibrary clips, BroadcastClock clock, TimeProvider time)
    {
        Options = options;
        Clips = clips;
        Clock = clock;
        Time = time;
        _listener = new TcpListener(options.Host, options.Port);
        _listener.Start(backlog: 1024);
        Udp = options.Udp ? UdpPorts.Open(options.Host) : null;
    }

    public CameraOptions Options { get; }

    public ClipLibrary Clips { get; }

    public BroadcastClock Clock { get; }

    public TimeProvider Time { get; }

    /// <summary>Null when UDP is switched off.</summary>
    public UdpPorts? Udp { get; }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Accepts clients until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(cancellationToken);
            _ = ServeAsync(socket, cancellationToken);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Udp?.Dispose();
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        using (socket)
        {
            try
            {
                await new RtspPeer(this, socket).RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
            catch (SocketException)
            {
                // The client broke off; its session ended with it.
            }
        }
    }
}
