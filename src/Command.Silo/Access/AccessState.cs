using System.Collections.Immutable;

namespace Command.Silo.Access;

/// <summary>What one subject holds, as stored.</summary>
internal sealed record AccessState(ImmutableArray<GrantedRole> Roles, BrokenGlass? Glass)
{
    public static readonly AccessState Nothing = new([], null);
}
