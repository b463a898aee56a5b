namespace Command.Contracts.Accounts;

/// <summary>An account as administrators see it.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="UserName">As typed at sign-in.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="UnitId">The unit the person belongs to; null for none.</param>
/// <param name="Disabled">Switched off by an administrator.</param>
/// <param name="LockedUntil">Locked after wrong passwords; null when not.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Version">Grows with each change.</param>
[GenerateSerializer, Immutable, Alias("command.AccountSummary")]
public sealed record AccountSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string UserName,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] string? UnitId,
    [property: Id(4)] bool Disabled,
    [property: Id(5)] DateTimeOffset? LockedUntil,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] long Version
);
