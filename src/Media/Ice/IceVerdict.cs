namespace Command.Media.Ice;

/// <summary>What a binding request was worth.</summary>
internal enum IceVerdict
{
    /// <summary>Not authentic, or not for us: no answer at all.</summary>
    Ignored,

    /// <summary>Authentic but refused with an error answer: counts as no check.</summary>
    Refused,

    /// <summary>An authentic check: its source address may send, and consent is fresh.</summary>
    Checked,

    /// <summary>The same, and the peer nominated this address.</summary>
    Nominated,
}
