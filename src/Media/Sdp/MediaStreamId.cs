namespace Command.Media.Sdp;

/// <summary>An a=msid line (RFC 8830 §2).</summary>
/// <param name="StreamId">Stream the track belongs to; "-" for none.</param>
/// <param name="TrackId">Track; null when not written.</param>
public sealed record MediaStreamId(string StreamId, string? TrackId = null);
