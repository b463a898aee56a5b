using Command.Silo.Authority;

namespace Command.Silo.Streams;

/// <summary>What may be done with a live stream.</summary>
internal static class StreamRights
{
    public static readonly Right Watch = new("camera.watch");
}
