using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

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
    public static async Task<ImmutableArray<StateChange>> ReadAsync(
        CommandDbContext database,
        AggregateKey camera,
        int take,
        CancellationToken cancellationToken
    )
    {
        var rows = await database
            .Events.Where(row => row.Kind == camera.Kind && row.Id == camera.Id && row.Type == EventType)
            .OrderByDescending(row => row.AtUs)
            .ThenByDescending(row => row.Seq)
            .Take(take)
            .Select(row => new
            {
                row.AtUs,
                row.ActorName,
                row.Before,
                row.After,
            })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => Change(row.AtUs, row.ActorName, Read(row.Before), Read(row.After)))];
    }

    private static StateChange Change(long atUs, string actorName, LinkState? before, LinkState? after) =>
        new(
            UnixMicroseconds.ToTime(atUs),
            before?.State ?? DeviceState.Unknown,
            after?.State ?? DeviceState.Unknown,
            after?.Cause ?? StateCause.None,
            actorName
        );

    private static LinkState? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, CameraJsonContext.Record.LinkState);
}
