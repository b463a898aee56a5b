namespace Command.Media.Dtls;

/// <summary>A profile to negotiate by use_srtp: what the handshake has to know about it (RFC 5764 §4.1.2).</summary>
/// <param name="Id">IANA number.</param>
/// <param name="KeyLength">Master key bytes.</param>
/// <param name="SaltLength">Master salt bytes.</param>
internal readonly record struct DtlsSrtpProfile(ushort Id, int KeyLength, int SaltLength);
