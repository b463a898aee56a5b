namespace Command.Contracts.Streams;

/// <summary>Answer to an offer.</summary>
/// <param name="SessionId">Names the session in <c>/sessions/{id}</c>; carries the stream so that any web node finds its grain.</param>
/// <param name="Sdp">SDP answer (RFC 9429).</param>
/// <param name="ETag">Names the ICE generation (RFC 9725 §4.3.1).</param>
[GenerateSerializer, Immutable, Alias("command.SessionAnswer")]
public sealed record SessionAnswer([property: Id(0)] string SessionId, [property: Id(1)] string Sdp, [property: Id(2)] string ETag);
