using Command.Tools.LightClient;

namespace Command.Tools.Simulator.Clips;

/// <summary>One minute of H.264, cut into RTP payloads once and shared by everybody who shows it. Immutable.</summary>
/// <param name="Format">Which stream it is.</param>
/// <param name="Video">Its pictures.</param>
internal sealed record Clip(ClipFormat Format, LightVideo Video)
{
    /// <summary>Null when the bytes are not a whole clip of this format.</summary>
    public static Clip? TryRead(ReadOnlySpan<byte> stream, ClipFormat format) =>
        LightVideo.TryRead(stream, format.FramesPerSecond) is { } video && video.Frames == format.Frames ? new Clip(format, video) : null;
}
