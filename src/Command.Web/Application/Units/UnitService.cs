using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Units;

namespace Command.Web.Application.Units;

/// <summary>The unit tree.</summary>
internal sealed class UnitService(IGrainFactory grains)
{
    private IUnitTreeGrain Tree => grains.GetGrain<IUnitTreeGrain>(IUnitTreeGrain.SiteKey);

    public Task<ImmutableArray<UnitDetails>> ListAsync(CommandContext context, CancellationToken cancellationToken) =>
        Tree.ListAsync(context, cancellationToken);

    public Task<CommandResult<UnitDetails>> DescribeAsync(CommandContext context, string unitId, CancellationToken cancellationToken) =>
        Tree.DescribeAsync(context, unitId, cancellationToken);

    public Task<CommandResult<UnitDetails>> CreateAsync(CommandContext context, UnitDraft draft, CancellationToken cancellationToken) =>
        Tree.CreateAsync(context, draft, cancellationToken);

    public Task<CommandResult<UnitDetails>> UpdateAsync(
        CommandContext context,
        string unitId,
        UnitDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Tree.UpdateAsync(context, unitId, draft, expectedVersion, cancellationToken);

    public Task<CommandResult> DeleteAsync(
        CommandContext context,
        string unitId,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Tree.DeleteAsync(context, unitId, expectedVersion, cancellationToken);
}
