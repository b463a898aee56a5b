namespace Command.Silo.Storage;

/// <summary>Table <c>aggregates</c>.</summary>
internal sealed class AggregateRow
{
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required long Version { get; init; }

    public required int Schema { get; init; }

    public required string Json { get; init; }
}
