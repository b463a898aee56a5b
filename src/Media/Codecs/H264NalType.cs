namespace Command.Media.Codecs;

/// <summary>NAL unit types of ITU-T H.264 table 7-1 and the RTP packet types of RFC 6184 table 1 that are used here.</summary>
internal enum H264NalType
{
    /// <summary>Slice of a picture that is no IDR picture.</summary>
    Slice = 1,

    /// <summary>Slice data partition A.</summary>
    PartitionA = 2,

    /// <summary>Slice of an IDR picture.</summary>
    Idr = 5,

    /// <summary>Supplemental enhancement information.</summary>
    Sei = 6,

    /// <summary>Sequence parameter set.</summary>
    Sps = 7,

    /// <summary>Picture parameter set.</summary>
    Pps = 8,

    /// <summary>Access unit delimiter.</summary>
    Delimiter = 9,

    /// <summary>End of sequence.</summary>
    EndOfSequence = 10,

    /// <summary>End of stream.</summary>
    EndOfStream = 11,

    /// <summary>Filler data.</summary>
    Filler = 12,

    /// <summary>Several NAL units in one packet (RFC 6184 §5.7.1).</summary>
    StapA = 24,

    /// <summary>A fragment of a NAL unit (RFC 6184 §5.8).</summary>
    FuA = 28,
}
