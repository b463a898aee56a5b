using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>The offered payload type that carries a track.</summary>
/// <param name="Map">Its a=rtpmap; the offer's number.</param>
/// <param name="Parameters">Its a=fmtp, echoed in the answer; null when the offer has none.</param>
/// <param name="RtxPayloadType">Retransmissions of it (RFC 4588); null when the offer has none.</param>
internal sealed record CodecSelection(RtpMap Map, FormatParameters? Parameters, byte? RtxPayloadType);
