using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Command.Silo.Units;
using Microsoft.EntityFrameworkCore;
using Orleans.Concurrency;

namespace Command.Silo.Directory;

/// <summary>Lists and searches over the projections; never wakes a device.</summary>
[StatelessWorker, GrainType("directory")]
internal sealed class DirectoryGrain(IDbContextFactory<CommandDbContext> contexts, IAuthority authority) : Grain, IDirectoryGrain
{
    private const int MaxTake = 500;

    public async Task<DevicePage> DevicesAsync(CommandContext context, DeviceQuery query, CancellationToken cancellationToken)
    {
        var visible = await authority.VisibleAsync(context, DirectoryRights.See, cancellationToken);
        if (visible.IsEmpty)
        {
            return new DevicePage([], null, 0);
        }
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Visible(database, visible);
        if (query.Kind is { } kind)
        {
            matching = matching.Where(row => row.Kind == kind);
        }
        if (SearchPattern.Of(query.Text) is { } pattern)
        {
            matching = matching.Where(row => EF.Functions.Like(row.SearchText, pattern, SearchPattern.Escape));
        }
        if (query.UnitId is { } unitId)
        {
            var units = UnitSubtree.Of(unitId, await database.Set<UnitRow>().ToListAsync(cancellationToken)).ToArray();
            matching = matching.Where(row => units.Contains(row.UnitId));
        }
        var total = await matching.CountAsync(cancellationToken);
        if (query.After is { } after && PageMark.TryDecode(after, out var mark))
        {
#pragma warning disable CA1309 // translated to SQL: the database compares, with the same rules as in its ORDER BY
            matching = matching.Where(row =>
                string.Compare(row.SortName, mark.SortName) > 0 || (row.SortName == mark.SortName && string.Compare(row.Id, mark.Id) > 0)
            );
#pragma warning restore CA1309
        }
        var take = Math.Clamp(query.Take, 1, MaxTake);
        var rows = await matching.OrderBy(row => row.SortName).ThenBy(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var next = rows.Count > take ? new PageMark(rows[take - 1].SortName, rows[take - 1].Id).Encode() : null;
        return new DevicePage([.. rows.Take(take).Select(row => row.ToSummary())], next, total);
    }

    public async Task<ImmutableArray<UnitCount>> CountsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var visible = await authority.VisibleAsync(context, DirectoryRights.See, cancellationToken);
        if (visible.IsEmpty)
        {
            return [];
        }
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await Visible(database, visible)
            .GroupBy(row => row.UnitId)
            .Select(unit => new
            {
                UnitId = unit.Key,
                Devices = unit.Count(),
                Online = unit.Count(row => row.State == DeviceState.Online),
            })
            .ToListAsync(cancellationToken);
        return [.. counts.Select(count => new UnitCount(count.UnitId, count.Devices, count.Online))];
    }

    // The database filters: what may not be seen never leaves it.
    private static IQueryable<DeviceRow> Visible(CommandDbContext database, ScopeSet visible)
    {
        if (visible.All)
        {
            return database.Set<DeviceRow>();
        }
        var (units, devices) = (visible.UnitIds.ToArray(), visible.DeviceIds.ToArray());
        return devices.Length == 0
            ? database.Set<DeviceRow>().Where(row => units.Contains(row.UnitId))
            : database.Set<DeviceRow>().Where(row => units.Contains(row.UnitId) || devices.Contains(row.Id));
    }
}
