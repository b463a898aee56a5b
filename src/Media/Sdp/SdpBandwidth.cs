namespace Command.Media.Sdp;

/// <summary>A b= line (RFC 8866 §5.8): AS in kbit/s, TIAS in bit/s.</summary>
public sealed record SdpBandwidth(string Type, long Value);
