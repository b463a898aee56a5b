namespace Command.Media.Transport;

/// <summary>What a datagram on the shared port is (RFC 7983 §7, RFC 5761 §4).</summary>
internal enum DatagramKind
{
    /// <summary>None of ours: dropped and counted.</summary>
    Unknown,

    /// <summary>First byte 0 to 3.</summary>
    Stun,

    /// <summary>First byte 20 to 63.</summary>
    Dtls,

    /// <summary>First byte 128 to 191, second not of RTCP.</summary>
    Rtp,

    /// <summary>First byte 128 to 191, second 192 to 223.</summary>
    Rtcp,
}
