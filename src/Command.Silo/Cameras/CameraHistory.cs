using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.MediaNode;
using Command.Silo.Storage;

namespace Command.Silo.Cameras;

/// <summary>State changes of a camera on the record: how they are written and read back.</summary>
internal static class CameraHistory
{
    public const string EventType = "camera.state-changed";

    public static EventDraft Event(CommandContext context, LinkState before, LinkState after) =>
        new(EventType, context)
        {
            Cause = after.Cause.Code,
            Before = JsonSerializer.Serialize(before, CameraJsonContext.Record.LinkState),
            After = JsonSerializer.Serialize(after, CameraJsonContext.Record.LinkState),
        };

    /// <summary>Newest first.</summary>
    public static Task<ImmutableArray<StateChange>> ReadAsync(
        CommandDbContext database,
        AggregateKey camera,
        int take,
        CancellationToken cancellationToken
    ) => DeviceHistory.ReadAsync(database, camera, EventType, CameraJsonContext.Record.LinkState, take, cancellationToken);
}
