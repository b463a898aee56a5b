namespace Command.Silo.MediaNode;

/// <summary>Options <c>Command:MediaNode:*</c>: how decisions become running sessions.</summary>
public sealed record MediaNodeOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Command:MediaNode";

    /// <summary>How long an on-demand stream is pulled on after its last viewer left; 0 to 1 h. Default 30 s.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a viewer waits for a source that is being connected before the refusal; 1 s to 30 s. Default 8 s.</summary>
    public TimeSpan SourceWait { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the right of a running viewing is asked for again; 1 s to 10 min. Default 2 s: who loses a right stops seeing within 5 s.</summary>
    public TimeSpan RightCheck { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Devices that a starting node wakes per second; 1 to 10000. Default 50.</summary>
    public int DeviceStartsPerSecond { get; init; } = 50;

    /// <summary>How often a node looks for devices that have to run and that nobody runs; 1 s to 1 h. Default 1 min.</summary>
    public TimeSpan DeviceSweep { get; init; } = TimeSpan.FromMinutes(1);
}
