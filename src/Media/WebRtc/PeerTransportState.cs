namespace Command.Media.WebRtc;

/// <summary>How far a peer has come. Only ever moves forward.</summary>
internal enum PeerTransportState
{
    /// <summary>The answer is out, nothing came back yet.</summary>
    New,

    /// <summary>Authenticated ICE checks arrive.</summary>
    Checking,

    /// <summary>DTLS has begun.</summary>
    Handshaking,

    /// <summary>Keys are there, media may flow.</summary>
    Connected,

    /// <summary>Over, with a reason.</summary>
    Closed,
}
