namespace Command.Media.Srtp;

/// <summary>What became of a packet from the network.</summary>
internal enum UnprotectResult
{
    /// <summary>Authentic, fresh and now in clear.</summary>
    Ok,

    /// <summary>Not an RTP or RTCP packet, or shorter than its tag.</summary>
    Malformed,

    /// <summary>The index was seen before or is older than the window.</summary>
    Replayed,

    /// <summary>The tag is wrong.</summary>
    AuthenticationFailed,

    /// <summary>Authentic, but one SSRC more than a context keeps.</summary>
    TooManySources,
}
