using Command.Media.Codecs;

namespace Command.Media.WebRtc;

/// <summary>One media section of an answer that receives: what the publisher was told to send in it, and how we recognise it.</summary>
/// <param name="Format">Codec, clock and the offer's payload type.</param>
/// <param name="Mid">Identification tag of the section (RFC 8843), as offered.</param>
internal sealed record NegotiatedInbound(TrackFormat Format, string Mid)
{
    /// <summary>The offer's payload type for retransmissions (RFC 4588), or null when the peer has none.</summary>
    public byte? RtxPayloadType { get; init; }

    /// <summary>SSRC of the media by the offer; null: learned from the packets.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>SSRC of the retransmissions by the offer; null: learned from the packets.</summary>
    public uint? RtxSsrc { get; init; }

    /// <summary>Whether the peer answers negative acknowledgements (RFC 4585).</summary>
    public bool HasNack { get; init; }

    /// <summary>Whether feedback may come without a report before it (RFC 5506).</summary>
    public bool HasReducedSize { get; init; }

    /// <summary>Id of the header extension with the transport-wide sequence number; 0: none.</summary>
    public int TransportSequenceId { get; init; }

    /// <summary>Id of the header extension with the mid (RFC 8843 §15); 0: none.</summary>
    public int MidId { get; init; }
}
