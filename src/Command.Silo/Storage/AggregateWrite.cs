using System.Collections.Immutable;

namespace Command.Silo.Storage;

/// <summary>Everything one accepted command changes; committed together or not at all.</summary>
/// <param name="Key">The aggregate.</param>
/// <param name="ExpectedVersion">Version the new state was made from; 0 creates the aggregate.</param>
/// <param name="Schema">Version of the shape of <paramref name="Json"/>.</param>
/// <param name="Json">The whole new state; ignored when <see cref="Delete"/> is set.</param>
internal sealed record AggregateWrite(AggregateKey Key, long ExpectedVersion, int Schema, string Json)
{
    public ImmutableArray<EventDraft> Events { get; init; } = [];

    public ImmutableArray<ProjectionChange> Projections { get; init; } = [];

    public ImmutableArray<DeadlineChange> Deadlines { get; init; } = [];

    /// <summary>Removes the state and every deadline of the aggregate; its events stay for ever.</summary>
    public bool Delete { get; init; }
}
