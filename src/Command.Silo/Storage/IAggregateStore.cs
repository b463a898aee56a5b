using System.Collections.Immutable;

namespace Command.Silo.Storage;

/// <summary>The record as grains see it. Every method may be called concurrently.</summary>
internal interface IAggregateStore
{
    /// <summary>Reads the last committed state, or <c>null</c> when there is none.</summary>
    Task<StoredAggregate?> LoadAsync(AggregateKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Commits one command. Returns only after the result is durable. Cancelling works until the database has begun on the command;
    /// after that the true result is awaited, so that a caller never takes a saved command for a lost one.
    /// </summary>
    /// <exception cref="StorageException">
    /// The database failed and nothing was kept; only when PostgreSQL stays unreachable right after a broken commit is that not known.
    /// </exception>
    Task<SaveResult> SaveAsync(AggregateWrite write, CancellationToken cancellationToken);

    /// <summary>Records events about an object without changing its state: refusals, safe orders that acted first. Returns the first number.</summary>
    Task<long> AppendAsync(AggregateKey key, ImmutableArray<EventDraft> events, CancellationToken cancellationToken);
}
