using System.Collections.Immutable;

namespace Command.Silo.Storage;

/// <summary>What goes into the transaction beside the state.</summary>
internal sealed record AggregateChanges
{
    public ImmutableArray<EventDraft> Events { get; init; } = [];

    public ImmutableArray<ProjectionChange> Projections { get; init; } = [];

    public ImmutableArray<DeadlineChange> Deadlines { get; init; } = [];
}
