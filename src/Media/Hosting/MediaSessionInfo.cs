namespace Command.Media.Hosting;

/// <summary>One running session, as operators see it; a snapshot.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="StreamName">What it watches.</param>
/// <param name="IsConnected">Whether media may flow.</param>
/// <param name="RemoteAddress">IP address and port of the viewer; null before ICE found it.</param>
/// <param name="Protection">Name of the SRTP profile; null before the keys.</param>
/// <param name="Age">Since the offer.</param>
/// <param name="Packets">RTP packets sent.</param>
/// <param name="Retransmitted">Packets sent again on request.</param>
/// <param name="FractionLost">Loss the viewer reported last, 0 to 1.</param>
/// <param name="RoundTrip">By the last report, or null.</param>
public sealed record MediaSessionInfo(
    string SessionId,
    string StreamName,
    bool IsConnected,
    string? RemoteAddress,
    string? Protection,
    TimeSpan Age,
    long Packets,
    long Retransmitted,
    double FractionLost,
    TimeSpan? RoundTrip
);
