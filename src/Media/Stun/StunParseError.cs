namespace Command.Media.Stun;

/// <summary>Why a datagram is not a STUN message (RFC 8489 §6.3).</summary>
internal enum StunParseError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Shorter than the 20-byte header or than its own length field says.</summary>
    TooShort,

    /// <summary>Longer than <see cref="StunMessage.MaxLength"/>, or bytes follow the message.</summary>
    TooLong,

    /// <summary>The first two bits are not zero, or the magic cookie is missing.</summary>
    NotStun,

    /// <summary>The length field is not a multiple of four.</summary>
    BadLength,

    /// <summary>An attribute runs past the end or has an impossible size.</summary>
    BadAttribute,
}
