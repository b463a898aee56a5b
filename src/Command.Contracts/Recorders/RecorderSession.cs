namespace Command.Contracts.Recorders;

/// <summary>One live session of a recorder.</summary>
/// <param name="Id">Lower-case ULID.</param>
/// <param name="Since">When <paramref name="State"/> began.</param>
/// <param name="RequestedBy">Name of the person who asked, or of the device when its wearer began.</param>
/// <param name="Sos">It began with, or was joined by, an SOS.</param>
/// <param name="Reason">Why it ended: kebab-case.</param>
/// <param name="Transport">whip, or null before it is live.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderSession")]
public sealed record RecorderSession(
    [property: Id(0)] string Id,
    [property: Id(1)] RecorderSessionState State,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] DateTimeOffset RequestedAt,
    [property: Id(4)] DateTimeOffset? StartedAt,
    [property: Id(5)] DateTimeOffset? EndedAt,
    [property: Id(6)] string RequestedBy,
    [property: Id(7)] bool Sos,
    [property: Id(8)] string? Reason,
    [property: Id(9)] string? Transport
);
