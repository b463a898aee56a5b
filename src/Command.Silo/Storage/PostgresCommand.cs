using System.Collections.Immutable;

namespace Command.Silo.Storage;

/// <summary>One transaction: statements (the first changes the aggregate and must hit one row) and the events that tell of it.</summary>
internal sealed record PostgresCommand(AggregateKey Key, IReadOnlyList<SqlStatement> Changes, ImmutableArray<EventDraft> Events);
