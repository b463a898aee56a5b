using Command.Contracts.Common;

namespace Command.Contracts.Directory;

/// <summary>One device in lists and in the tree.</summary>
/// <param name="HasSub">The device has a sub stream for small tiles.</param>
/// <param name="NotPlayable">Null, or why a browser cannot play its main stream (see TrackInfo.NotPlayable).</param>
/// <param name="Recorder">Set for a recorder.</param>
[GenerateSerializer, Immutable, Alias("command.DeviceSummary")]
public sealed record DeviceSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] DeviceKind Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] string? Code,
    [property: Id(4)] string UnitId,
    [property: Id(5)] DeviceState State,
    [property: Id(6)] StateCause Cause,
    [property: Id(7)] DateTimeOffset Since,
    [property: Id(8)] bool Simulated,
    [property: Id(9)] bool HasSub,
    [property: Id(10)] bool Enabled,
    [property: Id(11)] bool AlwaysOn,
    [property: Id(12)] string? NotPlayable,
    [property: Id(13)] RecorderFacts? Recorder = null
);
