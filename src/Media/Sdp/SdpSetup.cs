namespace Command.Media.Sdp;

/// <summary>Which side opens the DTLS association (RFC 4145 §4, RFC 8842 §5).</summary>
public enum SdpSetup
{
    /// <summary>The author opens it: it is the DTLS client.</summary>
    Active,

    /// <summary>The author waits: it is the DTLS server.</summary>
    Passive,

    /// <summary>The author accepts either role; only in an offer.</summary>
    ActivePassive,

    /// <summary>No association for now.</summary>
    HoldConnection,
}
