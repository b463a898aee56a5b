namespace Command.Media.Sdp;

/// <summary>An a=rid line (RFC 8851 §4): one restriction of a stream, named for simulcast.</summary>
/// <param name="Id">Name of the layer.</param>
/// <param name="IsSend">True for send, false for recv.</param>
/// <param name="Restrictions">Text after the direction, e.g. "pt=96;max-width=1280"; null when there is none.</param>
public sealed record RidDescription(string Id, bool IsSend, string? Restrictions = null);
