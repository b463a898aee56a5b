namespace Command.Silo.Storage;

/// <summary>Table <c>deadlines</c>; a lease keeps two nodes from waking the same grain at once.</summary>
internal sealed class DeadlineRow
{
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required long DueUs { get; init; }

    public string? LeaseNode { get; init; }

    public long? LeaseUntilUs { get; init; }
}
