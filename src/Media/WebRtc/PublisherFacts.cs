using Command.Media.Codecs;

namespace Command.Media.WebRtc;

/// <summary>What the server knows of one publisher; a snapshot, told at every change of state and else once a second.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="StreamName">What it publishes.</param>
/// <param name="State">How well it is heard.</param>
/// <param name="BitsPerSecond">RTP received in the last second, all tracks, repairs included.</param>
/// <param name="FractionLost">Packets the network lost in the last second before repair, 0 to 1.</param>
/// <param name="RoundTrip">By the last measurement, or null.</param>
/// <param name="FramesPerSecond">Pictures received in the last second; 0 without a video track.</param>
/// <param name="LastPacketAt">Wall time at which the last media packet arrived; null before the first.</param>
/// <param name="Formats">The tracks as they are now: sizes and parameter sets once they are known.</param>
public sealed record PublisherFacts(
    string SessionId,
    string StreamName,
    PublisherState State,
    long BitsPerSecond,
    double FractionLost,
    TimeSpan? RoundTrip,
    double FramesPerSecond,
    DateTimeOffset? LastPacketAt,
    IReadOnlyList<TrackFormat> Formats
);
