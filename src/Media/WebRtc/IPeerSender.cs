namespace Command.Media.WebRtc;

/// <summary>
/// The outbound half of one peer, as a viewer's tracks see it: clear RTP and RTCP in, protected datagrams out.
/// </summary>
/// <remarks>
/// Used only by the one send-loop thread that owns the viewer; calls never overlap. Packets wait in a batch until
/// <see cref="Flush"/>: equal-size packets that follow each other leave in one system call. Before the peer is connected
/// and after it is closed everything written is dropped silently.
/// </remarks>
internal interface IPeerSender
{
    /// <summary>True between the end of the DTLS handshake and the close: what is committed now is sent.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// Borrows room for one clear RTP packet of at most <paramref name="maxLength"/> bytes. Valid until the next call on this object.
    /// </summary>
    /// <param name="maxLength">Bytes of header and payload without the SRTP tag, 12 to 1,400.</param>
    Span<byte> ReserveRtp(int maxLength);

    /// <summary>
    /// Protects the packet that was written into the last reserved span. The SSRC and sequence number in it must never have been
    /// committed before (a GCM nonce is used once): a packet that does not come after the last one of its SSRC is dropped and counted.
    /// </summary>
    /// <param name="length">Bytes written; 0 gives the reservation back.</param>
    void CommitRtp(int length);

    /// <summary>Protects and queues one compound RTCP packet (at most 1,200 bytes); borrows it for the call.</summary>
    void SendRtcp(ReadOnlySpan<byte> compound);

    /// <summary>Sends the batch.</summary>
    void Flush();
}
