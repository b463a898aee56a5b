namespace Command.Contracts.Streams;

/// <summary>One track of a stream.</summary>
/// <param name="Kind">video or audio.</param>
/// <param name="Codec">h264, h265, vp8, mjpeg, opus, pcmu, pcma, aac, g722, g726 or the SDP's own name.</param>
/// <param name="Width">Pixels; 0 when unknown or audio.</param>
/// <param name="Height">Pixels; 0 when unknown or audio.</param>
/// <param name="FramesPerSecond">Null when the source does not say.</param>
/// <param name="ClockRate">Hz.</param>
/// <param name="Channels">Audio channels; 0 for video.</param>
/// <param name="NotPlayable">Null when a browser can play it; else kebab-case: h265, mjpeg, b-frames, high-422, high-10, high-444, interlaced, aac, other-codec.</param>
[GenerateSerializer, Immutable, Alias("command.TrackInfo")]
public sealed record TrackInfo(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Codec,
    [property: Id(2)] int Width,
    [property: Id(3)] int Height,
    [property: Id(4)] double? FramesPerSecond,
    [property: Id(5)] int ClockRate,
    [property: Id(6)] int Channels,
    [property: Id(7)] string? NotPlayable
);
