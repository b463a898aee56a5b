using System.Collections.Immutable;

namespace Command.Contracts.Authority;

/// <summary>A role to be granted. Shape as <see cref="RoleGrant"/>.</summary>
/// <param name="Reason">Why, 1 to 200 characters; stands in the audit.</param>
[GenerateSerializer, Immutable, Alias("command.RoleGrantDraft")]
public sealed record RoleGrantDraft(
    [property: Id(0)] string Role,
    [property: Id(1)] string? UnitId,
    [property: Id(2)] ImmutableArray<string> GroupIds,
    [property: Id(3)] DateTimeOffset? From,
    [property: Id(4)] DateTimeOffset? Until,
    [property: Id(5)] string Reason
);
