using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Command.Contracts.Authority;

/// <summary>The roles there are, and who holds them; stateless worker, key <c>site</c>.</summary>
[Alias("command.IRoleCatalogueGrain")]
public interface IRoleCatalogueGrain : IGrainWithStringKey
{
    /// <summary>All roles, in the order of the matrix.</summary>
    [Alias("List"), ReadOnly, NeedsNothing("What a role carries is no secret from those who have signed in.")]
    Task<ImmutableArray<RoleInfo>> ListAsync(CancellationToken cancellationToken);
}
