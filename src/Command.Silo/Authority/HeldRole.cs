using System.Collections.Immutable;

namespace Command.Silo.Authority;

/// <summary>A role somebody holds somewhere. Shape as <see cref="Contracts.Authority.RoleGrant"/>.</summary>
internal sealed record HeldRole(
    string Id,
    string SubjectId,
    string Role,
    string? UnitId,
    ImmutableArray<string> GroupIds,
    DateTimeOffset? From,
    DateTimeOffset? Until
)
{
    /// <summary>Held without unit and group: on the whole site.</summary>
    public bool IsSiteWide => UnitId is null && GroupIds.IsEmpty;
}
