namespace Command.Contracts.Common;

/// <summary>Classes of devices in the tree.</summary>
[GenerateSerializer, Alias("command.DeviceKind")]
public enum DeviceKind
{
    /// <summary>Fixed camera.</summary>
    Camera = 0,

    /// <summary>Body-worn 4G recorder.</summary>
    Recorder = 1,

    /// <summary>Remote-notary booth.</summary>
    Booth = 2,

    /// <summary>Courtroom display.</summary>
    Display = 3,
}
