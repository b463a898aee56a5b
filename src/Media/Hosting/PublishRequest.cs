namespace Command.Media.Hosting;

/// <summary>A publisher's wish.</summary>
/// <param name="SessionId">Unique among the running sessions, viewers included; given by the caller.</param>
/// <param name="StreamName">Opaque name under which the stream will be open.</param>
/// <param name="Offer">SDP offer as it came.</param>
public sealed record PublishRequest(string SessionId, string StreamName, string Offer);
