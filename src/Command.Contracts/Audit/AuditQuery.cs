namespace Command.Contracts.Audit;

/// <summary>Which events to read, newest first.</summary>
/// <param name="ObjectKind">For example camera; null for all.</param>
/// <param name="ObjectId">Null for all.</param>
/// <param name="ActorId">Null for all.</param>
/// <param name="TypePrefix">For example <c>camera.</c>; null for all.</param>
/// <param name="Before">Only earlier events; null for the newest.</param>
/// <param name="Take">1 to 500.</param>
[GenerateSerializer, Immutable, Alias("command.AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] string? ObjectKind,
    [property: Id(1)] string? ObjectId,
    [property: Id(2)] string? ActorId,
    [property: Id(3)] string? TypePrefix,
    [property: Id(4)] DateTimeOffset? Before,
    [property: Id(5)] int Take
);
