using System.Collections.Immutable;

namespace Command.Web.Desks.People;

/// <summary>Somebody with an account, as lists and pages show them.</summary>
/// <param name="Id">Account id.</param>
/// <param name="UserName">What they sign in with.</param>
/// <param name="Name">What others see.</param>
/// <param name="UnitId">The unit they belong to; null for none.</param>
/// <param name="Disabled">An administrator switched the account off.</param>
/// <param name="LockedUntil">Locked after wrong passwords; null when not.</param>
/// <param name="Roles">Ids of the roles held; default where the reader may not know them.</param>
/// <param name="Version">Give it back to change the account.</param>
public sealed record Person(
    string Id,
    string UserName,
    string Name,
    string? UnitId,
    bool Disabled,
    DateTimeOffset? LockedUntil,
    ImmutableArray<string> Roles,
    long Version
);
