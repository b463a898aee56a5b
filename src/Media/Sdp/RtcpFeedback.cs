namespace Command.Media.Sdp;

/// <summary>An a=rtcp-fb line (RFC 4585 §4.2).</summary>
/// <param name="PayloadType">0 to 127; null for the wildcard.</param>
/// <param name="Value">For example "nack", "nack pli", "ccm fir", "transport-cc".</param>
public sealed record RtcpFeedback(byte? PayloadType, string Value);
