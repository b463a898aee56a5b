namespace Command.Media.Codecs;

/// <summary>How a track is coded.</summary>
public enum CodecKind
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>ITU-T H.264.</summary>
    H264,

    /// <summary>ITU-T H.265.</summary>
    H265,

    /// <summary>VP8 (RFC 6386).</summary>
    Vp8,

    /// <summary>JPEG pictures (RFC 2435).</summary>
    Mjpeg,

    /// <summary>Opus (RFC 6716).</summary>
    Opus,

    /// <summary>G.711 µ-law.</summary>
    Pcmu,

    /// <summary>G.711 A-law.</summary>
    Pcma,

    /// <summary>MPEG-4 AAC.</summary>
    Aac,

    /// <summary>G.722; its RTP clock says 8000 although it samples at 16 kHz (RFC 3551 §4.5.2).</summary>
    G722,

    /// <summary>G.726.</summary>
    G726,

    /// <summary>Known by name, not handled.</summary>
    Other,
}
