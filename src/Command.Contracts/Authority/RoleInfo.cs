using System.Collections.Immutable;

namespace Command.Contracts.Authority;

/// <summary>One of the roles there are. Names for people are texts <c>role.{id}</c>.</summary>
/// <param name="Id">Kebab-case, for example duty-officer.</param>
/// <param name="ShiftBound">Counts only while its holder is on shift in it.</param>
/// <param name="BreakGlass">Its holder may break the glass.</param>
/// <param name="Administrator">One of the three that nobody holds two of: system-admin, security-admin, auditor.</param>
/// <param name="Rights">What it carries.</param>
[GenerateSerializer, Immutable, Alias("command.RoleInfo")]
public sealed record RoleInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] bool ShiftBound,
    [property: Id(2)] bool BreakGlass,
    [property: Id(3)] bool Administrator,
    [property: Id(4)] ImmutableArray<RoleRight> Rights
);
