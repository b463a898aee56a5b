using System.Collections.Immutable;

namespace Command.Silo.Storage;

/// <summary>The way into one database. Calls may overlap; each is atomic and durable when its task completes.</summary>
internal interface ICommandWriter : IAsyncDisposable
{
    /// <summary>Opens the database after migration and finds this node's last event number.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    Task<StoredAggregate?> ReadAsync(AggregateKey key, CancellationToken cancellationToken);

    Task<SaveResult> WriteAsync(AggregateWrite write, CancellationToken cancellationToken);

    Task<long> AppendAsync(AggregateKey key, ImmutableArray<EventDraft> events, CancellationToken cancellationToken);

    Task<ImmutableArray<DueDeadline>> ClaimDeadlinesAsync(DeadlineClaim claim, CancellationToken cancellationToken);
}
