namespace Command.Media.Srtp;

/// <summary>
/// Seals and opens one packet in place under the session keys of one direction and one kind (RTP or RTCP).
/// Keeps no packet state; one thread at a time.
/// </summary>
internal interface ISrtpCipher : IDisposable
{
    /// <summary>Encrypts an RTP payload and appends the tag.</summary>
    /// <param name="buffer">Packet and, behind it, room for the tag.</param>
    /// <param name="headerLength">Bytes that stay clear: header, CSRCs, extension.</param>
    /// <param name="length">Header and payload.</param>
    /// <param name="ssrc">Of the packet.</param>
    /// <param name="index">48-bit packet index: ROC × 65,536 + sequence number. Never twice with other bytes.</param>
    /// <returns>Length of the protected packet.</returns>
    int SealRtp(Span<byte> buffer, int headerLength, int length, uint ssrc, ulong index);

    /// <summary>Authenticates and decrypts an RTP packet.</summary>
    /// <returns>Length of the clear packet, or -1 when the tag is wrong (the bytes are then worthless).</returns>
    int OpenRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index);

    /// <summary>Encrypts an RTCP compound, appends index word and tag.</summary>
    /// <param name="buffer">Compound and, behind it, room for <see cref="SrtpProfile.RtcpOverhead"/>.</param>
    /// <param name="length">Bytes of the compound, at least 8.</param>
    /// <param name="ssrc">Of the first packet.</param>
    /// <param name="index">31-bit SRTCP index. Never twice.</param>
    int SealRtcp(Span<byte> buffer, int length, uint ssrc, uint index);

    /// <summary>Authenticates and decrypts an RTCP packet.</summary>
    /// <returns>Length of the clear compound, or -1 when the tag is wrong.</returns>
    int OpenRtcp(Span<byte> packet, uint ssrc, uint indexWord);

    /// <summary>Reads the index word (E bit and 31-bit index) where this transform puts it.</summary>
    /// <returns>False when the packet is too short.</returns>
    bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint indexWord);
}
