using Command.Contracts.Accounts;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Orleans.Concurrency;

namespace Command.Silo.Accounts;

/// <summary>Reads the projection; any number of activations may do so.</summary>
[StatelessWorker, GrainType("account-directory")]
internal sealed class AccountDirectoryGrain(IDbContextFactory<CommandDbContext> contexts, IAuthority authority)
    : Grain,
        IAccountDirectoryGrain
{
    private const int MaximumTake = 200;
    private static readonly Right See = new(Rights.AccountSee);

    public async Task<string?> FindIdByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Set<AccountRow>()
            .Where(row => row.NormalizedUserName == normalizedUserName)
            .Select(row => row.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<AccountPage> ListAsync(
        CommandContext context,
        string? text,
        string? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        var scope = await authority.VisibleAsync(context, See, cancellationToken);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = database.Set<AccountRow>().AsQueryable();
        if (!scope.All)
        {
            var units = scope.UnitIds.ToArray();
            matching = matching.Where(row => row.UnitId != null && units.Contains(row.UnitId));
        }
        if (!string.IsNullOrWhiteSpace(text))
        {
            var (upper, plain) = (text.Trim().ToUpperInvariant(), text.Trim());
            matching = matching.Where(row => row.NormalizedUserName.Contains(upper) || row.DisplayName.Contains(plain));
        }
        if (after is not null)
        {
#pragma warning disable CA1309 // translated to SQL: the database compares, with the same rules as in its ORDER BY
            matching = matching.Where(row => string.Compare(row.NormalizedUserName, after) > 0);
#pragma warning restore CA1309
        }
        var limit = Math.Clamp(take, 1, MaximumTake);
        var rows = await matching.OrderBy(row => row.NormalizedUserName).Take(limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > limit ? rows[limit - 1].NormalizedUserName : null;
        return new AccountPage(
            [
                .. rows.Take(limit)
                    .Select(row => new AccountSummary(
                        row.Id,
                        row.UserName,
                        row.DisplayName,
                        row.UnitId,
                        row.Disabled,
                        null,
                        row.CreatedAt,
                        0
                    )),
            ],
            next
        );
    }
}
