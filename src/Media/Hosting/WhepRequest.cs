namespace Command.Media.Hosting;

/// <summary>A viewer's wish.</summary>
/// <param name="SessionId">Unique among the running sessions; given by the caller.</param>
/// <param name="StreamName">Opaque name of a live stream.</param>
/// <param name="Offer">SDP offer as it came.</param>
public sealed record WhepRequest(string SessionId, string StreamName, string Offer);
