namespace Command.Contracts.Accounts;

/// <summary>What an administrator may change of an account.</summary>
/// <param name="DisplayName">1 to 100 characters.</param>
/// <param name="UnitId">The unit the person belongs to; null for none.</param>
/// <param name="Disabled">Switches the account off and ends its sessions.</param>
[GenerateSerializer, Immutable, Alias("command.AccountChange")]
public sealed record AccountChange([property: Id(0)] string DisplayName, [property: Id(1)] string? UnitId, [property: Id(2)] bool Disabled);
