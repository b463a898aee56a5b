namespace Command.Media.WebRtc;

/// <summary>What a viewing session has sent and what its viewer says; a snapshot.</summary>
/// <param name="Packets">Packets sent, retransmissions left out.</param>
/// <param name="Bytes">Payload bytes sent, retransmissions left out.</param>
/// <param name="Retransmitted">Packets sent again.</param>
/// <param name="NotRetransmitted">Packets asked for and not sent again.</param>
/// <param name="Skipped">Packets not sent because the viewer was too slow.</param>
/// <param name="FractionLost">Worst loss of any track in the last report, 0 to 1.</param>
/// <param name="RoundTrip">By the last report, or null.</param>
internal sealed record WhepSessionStatistics(
    long Packets,
    long Bytes,
    long Retransmitted,
    long NotRetransmitted,
    long Skipped,
    double FractionLost,
    TimeSpan? RoundTrip
)
{
    /// <summary>Before anything was sent.</summary>
    public static WhepSessionStatistics Empty { get; } = new(0, 0, 0, 0, 0, 0, null);
}
