namespace Command.Media.Codecs;

/// <summary>Whether a browser can play a track as it is, and if not, why.</summary>
public enum PlayabilityVerdict
{
    /// <summary>It can.</summary>
    Playable,

    /// <summary>H.265, which browsers do not decode over WebRTC.</summary>
    H265,

    /// <summary>JPEG pictures.</summary>
    Mjpeg,

    /// <summary>H.264 whose pictures refer to later ones; browsers stall on them.</summary>
    BFrames,

    /// <summary>H.264 with 4:2:2 colour.</summary>
    High422,

    /// <summary>H.264 with more than 8 bits per sample.</summary>
    High10,

    /// <summary>H.264 with 4:4:4 colour.</summary>
    High444,

    /// <summary>H.264 in fields.</summary>
    Interlaced,

    /// <summary>AAC sound.</summary>
    Aac,

    /// <summary>Another codec.</summary>
    OtherCodec,
}
