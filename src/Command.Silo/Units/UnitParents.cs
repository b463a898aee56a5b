using Command.Silo.Authority;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;

namespace Command.Silo.Units;

/// <summary>Reads the tree from its projection.</summary>
internal sealed class UnitParents(IDbContextFactory<CommandDbContext> contexts) : IUnitParents
{
    public async Task<IReadOnlyDictionary<string, string?>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database
            .Set<UnitRow>()
            .AsNoTracking()
            .ToDictionaryAsync(row => row.Id, row => row.ParentId, StringComparer.Ordinal, cancellationToken);
    }
}
