using System.Collections.Immutable;
using Command.Contracts.Common;

namespace Command.Contracts.Streams;

/// <summary>One stream (main or sub) of a camera now.</summary>
/// <param name="Profile">main or sub.</param>
/// <param name="State">Unknown while nobody asked for it.</param>
/// <param name="LastFrameAt">Newest frame; null before the first.</param>
/// <param name="Viewers">Sessions that watch it now.</param>
/// <param name="BitsPerSecond">Over the last seconds; 0 when not pulled.</param>
/// <param name="FramesPerSecond">Over the last seconds; 0 when not pulled.</param>
/// <param name="RetryAt">When the next try is due, while offline.</param>
[GenerateSerializer, Immutable, Alias("command.StreamStatus")]
public sealed record StreamStatus(
    [property: Id(0)] string Profile,
    [property: Id(1)] DeviceState State,
    [property: Id(2)] StateCause Cause,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] DateTimeOffset? LastFrameAt,
    [property: Id(5)] int Viewers,
    [property: Id(6)] long BitsPerSecond,
    [property: Id(7)] double FramesPerSecond,
    [property: Id(8)] DateTimeOffset? RetryAt,
    [property: Id(9)] ImmutableArray<TrackInfo> Tracks
);
