using System.Collections.Immutable;

namespace Command.Contracts.Authority;

/// <summary>Why something is allowed or refused, and who can change it.</summary>
/// <param name="Allowed">Whether the act would be carried out now.</param>
/// <param name="Reason">Why not: right-missing, out-of-scope, off-shift, not-yet, over, purpose-required; null when allowed.</param>
/// <param name="MissingRight">The right that is missing; null when allowed.</param>
/// <param name="Held">Lines about the same right that do not reach the object, or not now.</param>
/// <param name="Roles">Roles that carry the right.</param>
/// <param name="GrantedBy">Names of the people who can grant one of them, at most 20.</param>
[GenerateSerializer, Immutable, Alias("command.AccessAnswer")]
public sealed record AccessAnswer(
    [property: Id(0)] bool Allowed,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string? MissingRight,
    [property: Id(3)] ImmutableArray<AccessLine> Held,
    [property: Id(4)] ImmutableArray<string> Roles,
    [property: Id(5)] ImmutableArray<string> GrantedBy
);
