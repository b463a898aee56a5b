using System.Net;

namespace Command.Media.Transport;

/// <summary>How the shared media port is opened.</summary>
internal sealed record UdpMuxOptions
{
    /// <summary>UDP port, 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Address to bind; null for all addresses of both families.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>Remote addresses in the table; a binding beyond it is refused.</summary>
    public int MaxAddresses { get; init; } = 65_536;

    /// <summary>Wished size of the socket's buffers in bytes; the system may give less.</summary>
    public int SocketBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>False keeps to what every platform has: no batched receive, no segmentation.</summary>
    public bool UseNative { get; init; } = true;
}
