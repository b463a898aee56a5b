namespace Command.Silo.Storage;

/// <summary>Table <c>events</c>: numbered per node from 1 without holes, never changed, never deleted.</summary>
internal sealed class EventRow
{
    public required string Node { get; init; }

    public required long Seq { get; init; }

    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required long AtUs { get; init; }

    public required string Actor { get; init; }

    public required string ActorName { get; init; }

    public string? Unit { get; init; }

    public string? Purpose { get; init; }

    public required string CorrelationId { get; init; }

    public string? ClientAddress { get; init; }

    public string? SessionId { get; init; }

    public required string Type { get; init; }

    public string? Cause { get; init; }

    public required string Outcome { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>The whole event as <see cref="EventPayload"/> wrote it once; hashes cover these bytes, the other columns serve searching.</summary>
    public required byte[] Payload { get; init; }
}
