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

    /// <summary>
    /// Writes rows that belong to no command and are no aggregate's state, such as telemetry: all of them or none. Returns how many rows it changed.
    /// </summary>
    Task<int> WriteRowsAsync(ImmutableArray<ProjectionChange> changes, CancellationToken cancellationToken);

    Task<ImmutableArray<DueDeadline>> ClaimDeadlinesAsync(DeadlineClaim claim, CancellationToken cancellationToken);
}
