using Command.Devices.TextProtocol;

namespace Command.Devices.Rtsp;

/// <summary>A request that waits to be sent (RFC 2326 §6). CSeq and User-Agent are added while sending.</summary>
internal sealed record RtspRequest(string Method, string Uri)
{
    /// <summary>Further headers.</summary>
    public HeaderCollection Headers { get; init; } = [];
}
