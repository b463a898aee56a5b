namespace Command.Media.Dtls;

/// <summary>Who begins the handshake. The server of WebRTC media answers <c>setup:passive</c> and is always the DTLS server.</summary>
internal enum DtlsRole
{
    /// <summary>Waits for the ClientHello.</summary>
    Server,

    /// <summary>Sends it: the warm-up's and the test client's side.</summary>
    Client,
}
