namespace Command.Silo.Storage;

/// <summary>
/// A grain's hold on its aggregate: load once on activation, then replace the state by saving a new one. <see cref="State"/> changes only after
/// the commit, so give it immutable records. Not thread-safe; a grain's own turns are enough.
/// </summary>
internal sealed class AggregateSession<TState>(IAggregateStore store, AggregateKey key, AggregateSchema<TState> schema)
    where TState : class
{
    /// <summary>Last committed state; <c>null</c> when the aggregate does not exist.</summary>
    public TState? State { get; private set; }

    /// <summary>Version of <see cref="State"/>; 0 when it does not exist.</summary>
    public long Version { get; private set; }

    public AggregateKey Key => key;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(key, cancellationToken);
        State = stored is null ? null : schema.Read(key, stored);
        Version = stored?.Version ?? 0;
    }

    /// <summary>Commits <paramref name="next"/>. After a version conflict the other writer's state has been loaded and the caller decides again.</summary>
    public Task<SaveResult> SaveAsync(TState next, AggregateChanges changes, CancellationToken cancellationToken) =>
        WriteAsync(next, changes, cancellationToken);

    /// <summary>Removes the state; the events, those in <paramref name="changes"/> too, stay.</summary>
    public Task<SaveResult> DeleteAsync(AggregateChanges changes, CancellationToken cancellationToken) =>
        WriteAsync(null, changes, cancellationToken);

    private async Task<SaveResult> WriteAsync(TState? next, AggregateChanges changes, CancellationToken cancellationToken)
    {
        var write = new AggregateWrite(key, Version, schema.Current, next is null ? "" : schema.Write(next))
        {
            Events = changes.Events,
            Projections = changes.Projections,
            Deadlines = changes.Deadlines,
            Delete = next is null,
        };
        var result = await store.SaveAsync(write, cancellationToken);
        switch (result)
        {
            case SaveResult.Saved saved:
                State = next;
                Version = next is null ? 0 : saved.Version; // what was deleted may be created again
                break;
            case SaveResult.VersionConflict:
                await LoadAsync(cancellationToken);
                break;
        }

        return result;
    }
}
