using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Contracts.Units;

namespace Command.Silo.Signals;

/// <summary>
/// Storm control of the desk: when a source raises more than the limit within the window, what follows is folded into one group for the lowest
/// unit that holds all of it. Red never comes here. Not thread-safe.
/// </summary>
internal sealed class StormControl(IGrainFactory grains, SignalOptions options, TimeProvider time)
{
    private static readonly TimeSpan UnitsAge = TimeSpan.FromSeconds(10);

    private readonly StormWatch _watch = new(options.StormLimit, options.StormWindow);
    private UnitPaths _units = new([]);
    private DateTimeOffset _unitsReadAt;

    /// <summary>A signal that stands by itself.</summary>
    public void Count(StoredSignal signal)
    {
        if (signal is { IsGroup: false, Colour: not SignalColour.Red })
        {
            _watch.Add(signal.Source, signal.UnitId, signal.RaisedAt);
        }
    }

    /// <summary>The group of a storm that is under way and covers the draft's unit, the newest where there are several; null when there is none.</summary>
    public async Task<SignalRecord?> GroupOfAsync(
        IEnumerable<SignalRecord> open,
        SignalDraft draft,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var groups = open.Where(record => SignalRules.TakesMember(record.State, draft, now, options.StormWindow))
            .OrderByDescending(record => record.State.RaisedAt)
            .ToList();
        if (groups.Count == 0)
        {
            return null;
        }
        var units = await UnitsAsync(now, cancellationToken);
        return groups.FirstOrDefault(group => units.Holds(group.State.UnitId, draft.UnitId));
    }

    /// <summary>What a new group with this draft is about; null while the draft may stand by itself.</summary>
    public async Task<SignalSubject?> ScopeOfAsync(SignalDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_watch.IsStorm(draft.Source, now))
        {
            return null;
        }
        var units = await UnitsAsync(now, cancellationToken);
        var unitId = units.Common(_watch.UnitsOf(draft.Source, now).Append(draft.UnitId));
        return unitId == UnitPaths.Site
            ? new SignalSubject("site", UnitPaths.Site, "")
            : new SignalSubject("unit", unitId, units.NameOf(unitId) ?? "");
    }

    private async Task<UnitPaths> UnitsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _unitsReadAt > UnitsAge)
        {
            var tree = grains.GetGrain<IUnitTreeGrain>(IUnitTreeGrain.SiteKey);
            _units = new UnitPaths(await tree.ListAsync(CommandContext.System(Ulid.New(time)), cancellationToken));
            _unitsReadAt = now;
        }
        return _units;
    }
}
