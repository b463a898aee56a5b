using System.Collections.Immutable;

namespace Command.Contracts.Audit;

/// <summary>Events, newest first.</summary>
[GenerateSerializer, Immutable, Alias("command.AuditPage")]
public sealed record AuditPage([property: Id(0)] ImmutableArray<AuditEntry> Entries);
