using System.Collections.Immutable;
using Command.Contracts.Authority;
using Orleans.Concurrency;

namespace Command.Silo.Authority;

/// <summary>Tells the roles that ship with the program.</summary>
[StatelessWorker, GrainType("role-catalogue")]
internal sealed class RoleCatalogueGrain : Grain, IRoleCatalogueGrain
{
    public Task<ImmutableArray<RoleInfo>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(RoleCatalogue.Shipped.All);
}
