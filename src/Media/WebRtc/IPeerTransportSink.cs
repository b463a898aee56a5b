namespace Command.Media.WebRtc;

/// <summary>Where a <c>PeerTransport</c> tells what happens; implemented by the session that owns it. Must not block.</summary>
/// <remarks>
/// <see cref="OnRtp"/> and <see cref="OnRtcp"/> run on the one receive thread of the mux and never overlap.
/// <see cref="OnConnected"/> runs once, on a handshake thread, and returns before the first packet is delivered.
/// <see cref="OnClosed"/> runs exactly once, on any thread, and may overlap the others.
/// </remarks>
internal interface IPeerTransportSink
{
    /// <summary>ICE found the peer: the first authenticated check arrived.</summary>
    void OnIceConnected();

    /// <summary>Keys are there; from now on the owner may send.</summary>
    void OnConnected();

    /// <summary>One authentic, fresh RTP packet in clear text; borrowed for the call.</summary>
    /// <param name="packet">Header and payload.</param>
    /// <param name="arrivalTimestamp">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
    void OnRtp(Span<byte> packet, long arrivalTimestamp);

    /// <summary>One authentic, fresh RTCP compound in clear text; borrowed for the call.</summary>
    /// <param name="compound">One or more RTCP packets; reduced-size is allowed (RFC 5506).</param>
    /// <param name="arrivalTimestamp">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
    void OnRtcp(ReadOnlySpan<byte> compound, long arrivalTimestamp);

    /// <summary>The peer is gone.</summary>
    /// <param name="reason">One of <c>PeerCloseReason</c>'s texts, or what the owner gave.</param>
    void OnClosed(string reason);
}
