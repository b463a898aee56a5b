using Command.Contracts.Accounts;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Orleans.Concurrency;

namespace Command.Silo.Accounts;

/// <summary>Reads the projection; any number of activations may do so.</summary>
[StatelessWorker, GrainType("account-directory")]
internal sealed class AccountDirectoryGrain(IDbContextFactory<CommandDbContext> contexts) : Grain, IAccountDirectoryGrain
{
    public async Task<string?> FindIdByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Set<AccountRow>()
            .Where(row => row.NormalizedUserName == normalizedUserName)
            .Select(row => row.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
