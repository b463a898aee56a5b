namespace Command.Media.Dtls;

/// <summary>What the two roles of a handshake have in common.</summary>
internal interface IDtlsPeer
{
    /// <summary>Set when the handshake is complete.</summary>
    DtlsSrtpKeys? Keys { get; }

    /// <summary>True after the peer's close_notify or fatal alert.</summary>
    bool IsClosedByPeer { get; }
}
