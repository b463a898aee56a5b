using System.Collections.Immutable;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Units;

/// <summary>
/// The unit tree of a site (key: <see cref="SiteKey"/>). One grain owns all units because a move must not race another move into a cycle.
/// </summary>
[Alias("command.IUnitTreeGrain")]
public interface IUnitTreeGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string SiteKey = "site";

    /// <summary>All units the caller may see, parents before children.</summary>
    [Alias("List"), ReadOnly]
    Task<ImmutableArray<UnitDetails>> ListAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>One unit, or NotFound.</summary>
    [Alias("Describe"), ReadOnly]
    Task<CommandResult<UnitDetails>> DescribeAsync(CommandContext context, string unitId, CancellationToken cancellationToken);

    /// <summary>Adds a unit; Invalid for a bad field, NotFound for the parent, Conflict for a name that a sibling has.</summary>
    [Alias("Create")]
    Task<CommandResult<UnitDetails>> CreateAsync(CommandContext context, UnitDraft draft, CancellationToken cancellationToken);

    /// <summary>Changes or moves a unit; also Conflict for a cycle, VersionConflict when <paramref name="expectedVersion"/> is older.</summary>
    [Alias("Update")]
    Task<CommandResult<UnitDetails>> UpdateAsync(
        CommandContext context,
        string unitId,
        UnitDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Removes an empty unit; Conflict while it has units or devices, VersionConflict when <paramref name="expectedVersion"/> is older.</summary>
    [Alias("Delete")]
    Task<CommandResult> DeleteAsync(CommandContext context, string unitId, long? expectedVersion, CancellationToken cancellationToken);
}
