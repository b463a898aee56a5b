using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>What the media node tells a device's grain about one of its streams.</summary>
/// <param name="Part">Third segment of the stream's name, for example main.</param>
/// <param name="State">Never Disabled: that is a person's decision.</param>
/// <param name="Cause">Why; <see cref="StateCause.None"/> when all is well.</param>
/// <param name="At">When it happened.</param>
/// <param name="RetryAt">When the next try is due, while offline.</param>
/// <param name="Tracks">Set with Online and Degraded when the source described itself; otherwise empty.</param>
/// <param name="Simulated">The source announced itself as simulated.</param>
[GenerateSerializer, Immutable, Alias("command.DeviceReport")]
internal sealed record DeviceReport(
    [property: Id(0)] string Part,
    [property: Id(1)] DeviceState State,
    [property: Id(2)] StateCause Cause,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] DateTimeOffset? RetryAt,
    [property: Id(5)] ImmutableArray<TrackInfo> Tracks,
    [property: Id(6)] bool Simulated
);
