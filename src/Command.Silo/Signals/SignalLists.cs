using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Signals;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Signals;

/// <summary>Reads signals from the record.</summary>
internal sealed class SignalLists(IDbContextFactory<CommandDbContext> contexts, IAggregateStore store, SignalOptions options)
{
    private const int LoadAtOnce = 500;

    /// <summary>All open signals.</summary>
    public async Task<List<SignalRecord>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await database
            .Set<SignalRow>()
            .Where(row => row.IsOpen)
            .OrderBy(row => row.RaisedAt)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        var records = new List<SignalRecord>(ids.Count);
        foreach (var part in ids.Chunk(LoadAtOnce))
        {
            records.AddRange(await ReadAsync(database, part, cancellationToken));
        }
        return records;
    }

    /// <summary>One signal, open or over; null when there is none.</summary>
    public async Task<SignalRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await store.LoadAsync(new AggregateKey(SignalRecord.Kind, id), cancellationToken) is { } stored
            ? new SignalRecord(store, options, id, stored)
            : null;

    /// <summary>One page of what may be seen, newest first, with the mark of the next and how many match.</summary>
    public async Task<(ImmutableArray<Signal> Signals, string? Next, int Total)> PageAsync(
        SignalQuery query,
        ScopeSet visible,
        CancellationToken cancellationToken
    )
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(Visible(database, visible), query);
        var total = await matching.CountAsync(cancellationToken);
        if (query.After is { } after && SignalPageMark.TryDecode(after, out var mark))
        {
            var raisedAt = UnixMicroseconds.ToTime(mark.RaisedUs);
#pragma warning disable CA1309 // translated to SQL: the database compares, with the same rules as in its ORDER BY
            matching = matching.Where(row => row.RaisedAt < raisedAt || (row.RaisedAt == raisedAt && string.Compare(row.Id, mark.Id) < 0));
#pragma warning restore CA1309
        }
        var rows = await matching
            .OrderByDescending(row => row.RaisedAt)
            .ThenByDescending(row => row.Id)
            .Take(query.Take + 1)
            .Select(row => new { row.Id, row.RaisedAt })
            .ToListAsync(cancellationToken);
        var shown = rows.Take(query.Take).ToList();
        var next = rows.Count > query.Take ? new SignalPageMark(UnixMicroseconds.From(shown[^1].RaisedAt), shown[^1].Id).Encode() : null;
        var records = await ReadAsync(database, [.. shown.Select(row => row.Id)], cancellationToken);
        return ([.. records.Select(record => record.ToShort())], next, total);
    }

    private static IQueryable<SignalRow> Visible(CommandDbContext database, ScopeSet visible)
    {
        if (visible.All)
        {
            return database.Set<SignalRow>();
        }
        var (units, devices) = (visible.UnitIds.ToArray(), visible.DeviceIds.ToArray());
        return database.Set<SignalRow>().Where(row => units.Contains(row.UnitId) || devices.Contains(row.SubjectId));
    }

    private static IQueryable<SignalRow> Matching(IQueryable<SignalRow> rows, SignalQuery query)
    {
        if (query.OpenOnly)
        {
            rows = rows.Where(row => row.IsOpen);
        }
        if (query.Colour is { } colour)
        {
            rows = rows.Where(row => row.Colour == colour);
        }
        if (query.SubjectId is { } subjectId)
        {
            rows = rows.Where(row => row.SubjectId == subjectId);
        }
        return rows;
    }

    // In the order of the ids. A signal that was removed between the two reads is left out.
    private async Task<IEnumerable<SignalRecord>> ReadAsync(CommandDbContext database, string[] ids, CancellationToken cancellationToken)
    {
        var found = await database
            .Aggregates.Where(row => row.Kind == SignalRecord.Kind && ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        return ids.Where(found.ContainsKey)
            .Select(id => new SignalRecord(store, options, id, new StoredAggregate(found[id].Version, found[id].Schema, found[id].Json)));
    }
}
