namespace Command.Media.Sdp;

/// <summary>Who sends media in a section (RFC 8866 §6.7), seen from the author of the description.</summary>
public enum SdpDirection
{
    /// <summary>Both sides send; the default when nothing is written.</summary>
    SendReceive,

    /// <summary>Only the author sends.</summary>
    SendOnly,

    /// <summary>Only the other side sends.</summary>
    ReceiveOnly,

    /// <summary>Nobody sends.</summary>
    Inactive,
}
