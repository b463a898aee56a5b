namespace Command.Media.Sdp;

/// <summary>An a=fingerprint line (RFC 8122 §5).</summary>
/// <param name="HashFunction">Lower-case name, e.g. sha-256.</param>
/// <param name="Value">Upper-case hex pairs joined by colons.</param>
public sealed record SdpFingerprint(string HashFunction, string Value);
