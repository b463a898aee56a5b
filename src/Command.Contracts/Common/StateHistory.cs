using System.Collections.Immutable;

namespace Command.Contracts.Common;

/// <summary>State changes, newest first.</summary>
[GenerateSerializer, Immutable, Alias("command.StateHistory")]
public sealed record StateHistory([property: Id(0)] ImmutableArray<StateChange> Changes);
