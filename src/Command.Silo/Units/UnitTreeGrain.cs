using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Contracts.Units;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Units;

/// <summary>The only writer of the unit tree.</summary>
[GrainType(Kind)]
internal sealed class UnitTreeGrain(
    IAggregateStore store,
    IAuthority authority,
    ConsoleHints hints,
    AccessBook book,
    IDbContextFactory<CommandDbContext> contexts,
    TimeProvider time
) : Grain, IUnitTreeGrain
{
    private const string Kind = "units";
    private static readonly AggregateSchema<UnitState> Schema = new(UnitJsonContext.Record.UnitState);

    private readonly AggregateSession<UnitState> _session = new(store, new AggregateKey(Kind, IUnitTreeGrain.SiteKey), Schema);

    private UnitState Tree => _session.State ?? UnitState.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _session.LoadAsync(cancellationToken);

    public async Task<ImmutableArray<UnitDetails>> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var visible = await authority.VisibleAsync(context, UnitRights.See, cancellationToken);
        if (visible.All)
        {
            return [.. Tree.InTreeOrder().Select(unit => unit.ToDetails())];
        }
        // The way down to what may be seen, by name alone: without it there would be no tree to draw.
        var lent = await UnitsOfDevicesAsync(context, cancellationToken);
        var ways = visible.UnitIds.Concat(lent).SelectMany(Ancestors).Concat(lent).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Tree.InTreeOrder()
                .Where(unit => visible.UnitIds.Contains(unit.Id) || ways.Contains(unit.Id))
                .Select(unit => visible.UnitIds.Contains(unit.Id) ? unit.ToDetails() : unit.ToDetails() with { Code = null, Place = null }),
        ];
    }

    public async Task<CommandResult<UnitDetails>> DescribeAsync(CommandContext context, string unitId, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, UnitRights.See, unitId, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return Tree.Find(unitId) is { } unit ? unit.ToDetails() : UnitRules.NotFound(unitId);
    }

    public async Task<CommandResult<UnitDetails>> CreateAsync(
        CommandContext context,
        UnitDraft draft,
        CancellationToken cancellationToken
    ) =>
        await RefuseAsync(context, UnitRights.Manage, draft.ParentId, cancellationToken) is { } refusal
            ? refusal
            : await SaveAsync(context, "unit.created", UnitRules.Create(Tree, Ulid.New(time), draft), cancellationToken);

    public async Task<CommandResult<UnitDetails>> UpdateAsync(
        CommandContext context,
        string unitId,
        UnitDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) =>
        await RefuseAsync(context, UnitRights.Manage, unitId, cancellationToken) is { } refusal
            ? refusal
            : await SaveAsync(context, "unit.updated", UnitRules.Update(Tree, unitId, draft, expectedVersion), cancellationToken);

    public async Task<CommandResult> DeleteAsync(
        CommandContext context,
        string unitId,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, UnitRights.Manage, unitId, cancellationToken) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        // Counted by the server itself: devices that the actor may not see keep their unit all the same.
        var counts = await GrainFactory
            .GetGrain<IDirectoryGrain>(IUnitTreeGrain.SiteKey)
            .CountsAsync(CommandContext.System(context.CorrelationId), cancellationToken);
        var devices = counts.FirstOrDefault(count => count.UnitId == unitId)?.Devices ?? 0;
        var result = await SaveAsync(context, "unit.deleted", UnitRules.Delete(Tree, unitId, devices, expectedVersion), cancellationToken);
        return new CommandResult(result.Refusal);
    }

    // Devices that are seen by a group or in hand stand in units that are not.
    private async Task<List<string>> UnitsOfDevicesAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var devices = (await authority.VisibleAsync(context, new Right(Rights.DeviceSee), cancellationToken)).DeviceIds.ToArray();
        if (devices.Length == 0)
        {
            return [];
        }
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database
            .Set<DeviceRow>()
            .Where(row => devices.Contains(row.Id))
            .Select(row => row.UnitId)
            .Distinct()
            .ToListAsync(cancellationToken);
    }

    private IEnumerable<string> Ancestors(string unitId)
    {
        for (var unit = Tree.Find(unitId); unit?.ParentId is { } parent; unit = Tree.Find(parent))
        {
            yield return parent;
        }
    }

    private async ValueTask<Refusal?> RefuseAsync(
        CommandContext context,
        Right right,
        string? unitId,
        CancellationToken cancellationToken
    ) => (await authority.DecideAsync(context, right, new AccessScope("unit", unitId, unitId), cancellationToken)).Refusal;

    private async Task<CommandResult<UnitDetails>> SaveAsync(
        CommandContext context,
        string type,
        UnitStep step,
        CancellationToken cancellationToken
    )
    {
        if (step is not { State: { } next, Unit: { } unit })
        {
            return step.Refusal!; // a step without a state always carries its refusal
        }
        var removed = next.Find(unit.Id) is null;
        var changes = new AggregateChanges
        {
            Events =
            [
                new EventDraft(type, context)
                {
                    Before = Describe(Tree.Find(unit.Id)),
                    After = Describe(next.Find(unit.Id)),
                    Cause = unit.Id,
                },
            ],
            Projections = [removed ? ProjectionChange.Delete<UnitRow>(unit.Id) : ProjectionChange.Upsert(UnitRow.Of(unit))],
        };
        if (await _session.SaveAsync(next, changes, cancellationToken) is not SaveResult.Saved)
        {
            return Refusal.Of(RefusalCode.Conflict, "tree-changed", "The unit tree was changed at the same moment; read it and try again.");
        }
        await book.RefreshAsync(CancellationToken.None); // committed: scopes follow, whatever the caller does
        await hints.TellAsync(new UnitsChanged(time.GetUtcNow()));
        return unit.ToDetails();
    }

    private static string? Describe(UnitNode? unit) =>
        unit is null ? null : JsonSerializer.Serialize(unit, UnitJsonContext.Record.UnitNode);
}
