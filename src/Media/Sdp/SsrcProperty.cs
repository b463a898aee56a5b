namespace Command.Media.Sdp;

/// <summary>An a=ssrc line (RFC 5576 §4.1), for example cname.</summary>
public sealed record SsrcProperty(uint Ssrc, string Name, string? Value = null);
