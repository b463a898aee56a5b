using System.Collections.Immutable;

namespace Command.Contracts.Recorders;

/// <summary>Live sessions, newest first.</summary>
[GenerateSerializer, Immutable, Alias("command.RecorderSessions")]
public sealed record RecorderSessions([property: Id(0)] ImmutableArray<RecorderSession> Sessions);
