using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.MediaNode;
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
        var (key, format) = (new AggregateKey(RecorderRecord.Kind, id), RecorderJsonContext.Record.LinkState);
        return await DeviceHistory.ReadAsync(database, key, PresenceRules.StateChanged, format, take, cancellationToken);
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
}
