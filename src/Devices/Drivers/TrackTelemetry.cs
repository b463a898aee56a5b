using Command.Media.Codecs;

namespace Command.Devices.Drivers;

/// <summary>Health of one track over the last period.</summary>
/// <param name="Kind">Pictures or sound.</param>
/// <param name="BitsPerSecond">RTP bits received per second.</param>
/// <param name="FramesPerSecond">Distinct RTP timestamps per second: pictures, or packets of sound.</param>
/// <param name="PacketsLost">Packets that never came, since the stream opened.</param>
/// <param name="Jitter">Interarrival jitter (RFC 3550 A.8).</param>
public sealed record TrackTelemetry(MediaKind Kind, double BitsPerSecond, double FramesPerSecond, long PacketsLost, TimeSpan Jitter);
