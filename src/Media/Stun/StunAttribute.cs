namespace Command.Media.Stun;

/// <summary>Attribute types we read or write (RFC 8489 §18.3, RFC 8445 §16.1).</summary>
internal enum StunAttribute : ushort
{
    /// <summary>Who asks: in ICE <c>receiver-ufrag:sender-ufrag</c>.</summary>
    Username = 0x0006,

    /// <summary>HMAC-SHA1 over everything before it.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>Class, number and text of a refusal.</summary>
    ErrorCode = 0x0009,

    /// <summary>Which attributes a 420 refuses.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>The address the request was seen from, xored with the cookie.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>Priority a peer-reflexive candidate would have.</summary>
    Priority = 0x0024,

    /// <summary>The controlling side nominates this pair.</summary>
    UseCandidate = 0x0025,

    /// <summary>Product name; informational.</summary>
    Software = 0x8022,

    /// <summary>CRC-32 over everything before it; always the last attribute.</summary>
    Fingerprint = 0x8028,

    /// <summary>The sender believes it is controlled; carries its tie-breaker.</summary>
    IceControlled = 0x8029,

    /// <summary>The sender believes it is controlling; carries its tie-breaker.</summary>
    IceControlling = 0x802A,
}
