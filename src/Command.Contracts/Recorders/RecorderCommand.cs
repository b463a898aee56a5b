namespace Command.Contracts.Recorders;

/// <summary>One order to a recorder.</summary>
/// <param name="Id">Lower-case ULID; correlation id on the wire.</param>
/// <param name="Name">stream.start, stream.stop, record.start, record.stop, photo, light, beep, message.show, locate.rate, time.sync, reboot or sos.ack.</param>
/// <param name="Arguments">JSON object, at most 2 KiB.</param>
/// <param name="IssuedBy">Name of the person.</param>
/// <param name="Answer">What the device said; null before.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderCommand")]
public sealed record RecorderCommand(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Arguments,
    [property: Id(3)] string IssuedBy,
    [property: Id(4)] DateTimeOffset IssuedAt,
    [property: Id(5)] DateTimeOffset ExpiresAt,
    [property: Id(6)] RecorderCommandState State,
    [property: Id(7)] DateTimeOffset? AnsweredAt,
    [property: Id(8)] string? Answer
);
