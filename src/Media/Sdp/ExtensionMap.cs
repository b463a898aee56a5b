namespace Command.Media.Sdp;

/// <summary>An a=extmap line (RFC 8285 §5).</summary>
/// <param name="Id">1 to 14 for one-byte headers, up to 255 for two-byte ones; larger ids are only for negotiation.</param>
/// <param name="Uri">Which header extension.</param>
/// <param name="Direction">Null when not restricted.</param>
/// <param name="Attributes">Text after the URI; null when there is none.</param>
public sealed record ExtensionMap(int Id, string Uri, SdpDirection? Direction = null, string? Attributes = null);
