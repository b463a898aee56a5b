namespace Command.Contracts.Audit;

/// <summary>One event of the record.</summary>
/// <param name="Node">Node that wrote it.</param>
/// <param name="Seq">Number on that node, without holes.</param>
/// <param name="Outcome">done or refused.</param>
[GenerateSerializer, Immutable, Alias("command.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] string Node,
    [property: Id(1)] long Seq,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Type,
    [property: Id(4)] string ObjectKind,
    [property: Id(5)] string ObjectId,
    [property: Id(6)] string ActorId,
    [property: Id(7)] string ActorName,
    [property: Id(8)] string? ClientAddress,
    [property: Id(9)] string? Purpose,
    [property: Id(10)] string CorrelationId,
    [property: Id(11)] string? Cause,
    [property: Id(12)] string? Before,
    [property: Id(13)] string? After,
    [property: Id(14)] string Outcome
);
