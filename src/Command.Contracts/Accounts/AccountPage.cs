using System.Collections.Immutable;

namespace Command.Contracts.Accounts;

/// <summary>Some accounts, by user name.</summary>
/// <param name="Accounts">At most 200.</param>
/// <param name="Next">Hand back as <c>after</c> for the next page; null at the end.</param>
[GenerateSerializer, Immutable, Alias("command.AccountPage")]
public sealed record AccountPage([property: Id(0)] ImmutableArray<AccountSummary> Accounts, [property: Id(1)] string? Next);
