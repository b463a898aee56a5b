namespace Command.Media.Analysis;

/// <summary>What a decoder made of an access unit.</summary>
internal enum FrameVerdict
{
    /// <summary>A picture came out.</summary>
    Decoded,

    /// <summary>There is no decoder for this codec.</summary>
    UnsupportedCodec,

    /// <summary>The bytes hold no whole picture.</summary>
    Undecodable,
}
