using System.Collections.Immutable;

namespace Command.Contracts.Authority;

/// <summary>Everything one person or API client may do, line by line.</summary>
/// <param name="SubjectId">Account id, or <c>client/{id}</c>.</param>
/// <param name="Version">Version of the rules it was computed from.</param>
/// <param name="Roles">Roles held, active or not.</param>
/// <param name="Lines">What they carry, active lines first.</param>
/// <param name="BreakGlass">Set while the glass is broken.</param>
[GenerateSerializer, Immutable, Alias("command.AccessReport")]
public sealed record AccessReport(
    [property: Id(0)] string SubjectId,
    [property: Id(1)] long Version,
    [property: Id(2)] ImmutableArray<RoleGrant> Roles,
    [property: Id(3)] ImmutableArray<AccessLine> Lines,
    [property: Id(4)] BreakGlass? BreakGlass
);
