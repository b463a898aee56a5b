namespace Command.Contracts.Common;

/// <summary>Reported state of any device.</summary>
[GenerateSerializer, Alias("command.DeviceState")]
public enum DeviceState
{
    /// <summary>Not tried yet.</summary>
    Unknown = 0,

    /// <summary>Being tried now.</summary>
    Connecting = 1,

    /// <summary>Works.</summary>
    Online = 2,

    /// <summary>Works in part: the cause says what is missing.</summary>
    Degraded = 3,

    /// <summary>Does not answer; it is tried again and again.</summary>
    Offline = 4,

    /// <summary>Switched off by a person.</summary>
    Disabled = 5,
}
