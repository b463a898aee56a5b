namespace Command.Media.Rtp;

/// <summary>Why a datagram is not an RTP packet.</summary>
internal enum RtpParseError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Shorter than the fixed header of 12 bytes.</summary>
    TooShort,

    /// <summary>The version is not 2.</summary>
    WrongVersion,

    /// <summary>The list of contributing sources runs past the end.</summary>
    TruncatedSources,

    /// <summary>The header extension runs past the end.</summary>
    TruncatedExtension,

    /// <summary>The padding is longer than what is there, or zero.</summary>
    BadPadding,
}
