using System.Collections.Immutable;

namespace Command.Silo.Storage;

/// <summary>Checks what grains hand in and passes it to the database's writer.</summary>
internal sealed class AggregateStore(ICommandWriter writer) : IAggregateStore
{
    public Task<StoredAggregate?> LoadAsync(AggregateKey key, CancellationToken cancellationToken) =>
        writer.ReadAsync(key, cancellationToken);

    public Task<SaveResult> SaveAsync(AggregateWrite write, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(write.ExpectedVersion);
        if (write.Delete && write.ExpectedVersion == 0)
        {
            throw new ArgumentException($"{write.Key} cannot be deleted before it is created.", nameof(write));
        }

        return writer.WriteAsync(write, cancellationToken);
    }

    public Task<long> AppendAsync(AggregateKey key, ImmutableArray<EventDraft> events, CancellationToken cancellationToken)
    {
        if (events.IsDefaultOrEmpty)
        {
            throw new ArgumentException("There is no event to record.", nameof(events));
        }

        return writer.AppendAsync(key, events, cancellationToken);
    }
}
