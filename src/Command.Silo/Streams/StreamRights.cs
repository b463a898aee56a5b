using Command.Contracts.Authority;
using Command.Silo.Authority;

namespace Command.Silo.Streams;

/// <summary>What may be done with a live stream.</summary>
internal static class StreamRights
{
    /// <summary>Send the stream of a device.</summary>
    public static readonly Right Publish = new(Rights.LivePublish);

    /// <summary>See its picture.</summary>
    public static readonly Right Watch = new(Rights.LiveWatch);
}
