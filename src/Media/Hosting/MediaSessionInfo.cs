namespace Command.Media.Hosting;

/// <summary>One running session, as operators see it; a snapshot.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="StreamName">What it watches or publishes.</param>
/// <param name="IsConnected">Whether media may flow.</param>
/// <param name="RemoteAddress">IP address and port of the peer; null before ICE found it.</param>
/// <param name="Protection">Name of the SRTP profile; null before the keys.</param>
/// <param name="Age">Since the offer.</param>
/// <param name="Packets">RTP packets sent to a viewer, or received from a publisher.</param>
/// <param name="Retransmitted">Packets that came again by request.</param>
/// <param name="FractionLost">Loss before repair, 0 to 1: as the viewer reported last, or of the publisher in the last second.</param>
/// <param name="RoundTrip">By the last report, or null.</param>
/// <param name="IsPublisher">Whether the peer sends: WHIP, not WHEP.</param>
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
    TimeSpan? RoundTrip,
    bool IsPublisher
);
