using System.Collections.Immutable;

namespace Command.Silo.Access;

/// <summary>One role as stored. Shape as <see cref="Contracts.Authority.RoleGrant"/>.</summary>
internal sealed record GrantedRole(
    string Id,
    string Role,
    string? UnitId,
    ImmutableArray<string> GroupIds,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    string GrantedBy,
    DateTimeOffset GrantedAt
);
