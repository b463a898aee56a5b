using Command.Silo.Authority;

namespace Command.Silo.Streams;

/// <summary>What may be done with a live stream.</summary>
internal static class StreamRights
{
    /// <summary>Send the stream of a device.</summary>
    public static readonly Right Publish = new("stream.publish");

    private static readonly Right WatchCamera = new("camera.watch");
    private static readonly Right WatchRecorder = new("recorder.view");

    /// <summary>See the picture of a device of this kind.</summary>
    public static Right Watch(string kind) =>
        kind switch
        {
            "camera" => WatchCamera,
            "recorder" => WatchRecorder,
            _ => new Right($"{kind}.watch"),
        };
}
