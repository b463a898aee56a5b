namespace Command.Media.WebRtc;

/// <summary>One media section of the answer that sends: which track of the stream leaves with which numbers.</summary>
/// <param name="TrackIndex">Index into the stream's tracks.</param>
/// <param name="Mid">Identification tag of the section (RFC 8843), as offered.</param>
/// <param name="PayloadType">The offer's payload type for the codec, 0 to 127.</param>
/// <param name="RtxPayloadType">The offer's payload type for retransmissions of it (RFC 4588), or null when the peer has none.</param>
/// <param name="Ssrc">SSRC of the outgoing packets, random per session.</param>
/// <param name="RtxSsrc">SSRC of the outgoing retransmissions; 0 without <paramref name="RtxPayloadType"/>.</param>
/// <param name="Cname">CNAME shared by the session's tracks, so that the browser keeps lips and sound together.</param>
internal sealed record NegotiatedTrack(
    int TrackIndex,
    string Mid,
    byte PayloadType,
    byte? RtxPayloadType,
    uint Ssrc,
    uint RtxSsrc,
    string Cname
);
