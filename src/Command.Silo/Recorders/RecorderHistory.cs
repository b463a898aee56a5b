using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Recorders;

/// <summary>What the record knows of a recorder's past.</summary>
internal sealed class RecorderHistory(IDbContextFactory<CommandDbContext> contexts, string id)
{
    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<StateChange>> StatesAsync(int take, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await database
            .Events.Where(row => row.Kind == RecorderRecord.Kind && row.Id == id && row.Type == PresenceRules.StateChanged)
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

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<RecorderSession>> SessionsAsync(int take, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await database
            .Set<RecorderSessionRow>()
            .Where(row => row.RecorderId == id)
            .OrderByDescending(row => row.RequestedAt)
            .ThenByDescending(row => row.Id)
            .Take(take)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToSession())];
    }

    /// <summary>Oldest first; with more than <paramref name="take"/> points every n-th, and always the first and the last.</summary>
    public async Task<RecorderTrack> TrackAsync(DateTimeOffset from, DateTimeOffset until, int take, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var points = database.Set<PositionRow>().Where(row => row.RecorderId == id && row.At >= from && row.At <= until);
        var total = await points.CountAsync(cancellationToken);
        var kept = ImmutableArray.CreateBuilder<RecorderPosition>(Math.Min(total, take));
        var index = 0;
        await foreach (
            var row in points.OrderBy(row => row.At).ThenBy(row => row.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken)
        )
        {
            if (kept.Count < take && IsKept(index++, kept.Count, total, take))
            {
                kept.Add(row.ToPosition());
            }
        }
        return new RecorderTrack(kept.ToImmutable(), total);
    }

    /// <summary>Where it was last; null when it never told.</summary>
    public async Task<RecorderPosition?> LastPositionAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await database
            .Set<PositionRow>()
            .Where(row => row.RecorderId == id)
            .OrderByDescending(row => row.At)
            .FirstOrDefaultAsync(cancellationToken);
        return row?.ToPosition();
    }

    // The n-th of take points lies at n / (take − 1) of the way.
    private static bool IsKept(int index, int kept, int total, int take) =>
        total <= take || (take == 1 ? index == total - 1 : (long)index * (take - 1) >= (long)kept * (total - 1));

    private static StateChange Change(long atUs, string actorName, LinkState? before, LinkState? after) =>
        new(
            UnixMicroseconds.ToTime(atUs),
            before?.State ?? DeviceState.Unknown,
            after?.State ?? DeviceState.Unknown,
            after?.Cause ?? StateCause.None,
            actorName
        );

    private static LinkState? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, RecorderJsonContext.Record.LinkState);
}
