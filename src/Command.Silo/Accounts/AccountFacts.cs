namespace Command.Silo.Accounts;

/// <summary>What an event tells of an account: never a hash, stamp or secret.</summary>
internal sealed record AccountFacts(
    string UserName,
    string DisplayName,
    string? UnitId,
    bool Disabled,
    int AccessFailedCount,
    DateTimeOffset? LockoutEnd
);
