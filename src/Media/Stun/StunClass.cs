namespace Command.Media.Stun;

/// <summary>The class bits of a message type (RFC 8489 §5).</summary>
internal enum StunClass
{
    /// <summary>Expects a response.</summary>
    Request = 0b00,

    /// <summary>Expects none.</summary>
    Indication = 0b01,

    /// <summary>Success response.</summary>
    Success = 0b10,

    /// <summary>Error response.</summary>
    Error = 0b11,
}
