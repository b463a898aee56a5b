namespace Command.Contracts.Recorders;

/// <summary>State of one live session of a recorder (E6).</summary>
[GenerateSerializer, Alias("command.RecorderSessionState")]
public enum RecorderSessionState
{
    /// <summary>Asked for; the device has not begun.</summary>
    Requested = 0,

    /// <summary>Sound and picture come.</summary>
    Live = 1,

    /// <summary>Loss above 10 % or less than 150 kbit/s for 5 s: sound and position first.</summary>
    Weak = 2,

    /// <summary>Over; the reason is told.</summary>
    Ended = 3,
}
