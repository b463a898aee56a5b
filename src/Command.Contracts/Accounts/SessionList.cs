using System.Collections.Immutable;

namespace Command.Contracts.Accounts;

/// <summary>Open sessions of one account, newest first.</summary>
[GenerateSerializer, Immutable, Alias("command.SessionList")]
public sealed record SessionList([property: Id(0)] ImmutableArray<SessionInfo> Sessions);
