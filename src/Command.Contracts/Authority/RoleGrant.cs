using System.Collections.Immutable;

namespace Command.Contracts.Authority;

/// <summary>A role that somebody holds somewhere.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="Role">Id of the role.</param>
/// <param name="UnitId">Where; null for the whole site, or for groups only.</param>
/// <param name="GroupIds">Device groups it is held on beside the unit.</param>
/// <param name="From">Not before; null for at once.</param>
/// <param name="Until">Not after; null for no end.</param>
/// <param name="GrantedBy">Name of who granted it.</param>
/// <param name="GrantedAt">When.</param>
/// <param name="ActiveNow">True while it counts: in its time and, when bound to shifts, on shift.</param>
[GenerateSerializer, Immutable, Alias("command.RoleGrant")]
public sealed record RoleGrant(
    [property: Id(0)] string Id,
    [property: Id(1)] string Role,
    [property: Id(2)] string? UnitId,
    [property: Id(3)] ImmutableArray<string> GroupIds,
    [property: Id(4)] DateTimeOffset? From,
    [property: Id(5)] DateTimeOffset? Until,
    [property: Id(6)] string GrantedBy,
    [property: Id(7)] DateTimeOffset GrantedAt,
    [property: Id(8)] bool ActiveNow
);
