namespace Command.Silo.Storage;

/// <summary>Table <c>nodes</c>: the last event number each node gave.</summary>
internal sealed class NodeRow
{
    public required string Name { get; init; }

    public required long LastSeq { get; init; }

    public required long StartedUs { get; init; }
}
