namespace Command.Media.WebRtc;

/// <summary>Why the transport itself ended a peer: stable texts that tiles, logs and tests compare.</summary>
internal static class PeerCloseReason
{
    /// <summary>No DTLS-protected connection within the connect timeout.</summary>
    public const string NeverConnected = "never-connected";

    /// <summary>No authenticated check for the consent time (RFC 7675 §5.1).</summary>
    public const string ConsentExpired = "consent-expired";

    /// <summary>Keys were made but the peer never sent valid SRTCP: its side of the handshake hangs.</summary>
    public const string SilentAfterHandshake = "silent-after-handshake";

    /// <summary>The peer said goodbye over DTLS.</summary>
    public const string PeerClosed = "peer-closed";

    /// <summary>The DTLS handshake failed: wrong certificate, no common profile, protocol error.</summary>
    public const string HandshakeFailed = "handshake-failed";

    /// <summary>A publisher sent no media for a minute.</summary>
    public const string NoMedia = "no-media";

    /// <summary>Something else opened a stream of that name first.</summary>
    public const string StreamTaken = "stream-taken";

    /// <summary>The media server is stopping.</summary>
    public const string ServerStopping = "server-stopping";
}
