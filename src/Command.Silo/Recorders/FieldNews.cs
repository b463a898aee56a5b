using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>An event: a key, an alarm.</summary>
/// <param name="Type">sos, fall, key, storage, tamper …</param>
/// <param name="EventId">The device's own id of it.</param>
/// <param name="State">start, end, cancel, full …</param>
/// <param name="Detail">The rest of the payload as JSON.</param>
[GenerateSerializer, Immutable, Alias("command.FieldNews")]
internal sealed record FieldNews(
    DateTimeOffset ReceivedAt,
    [property: Id(0)] string Type,
    [property: Id(1)] string? EventId,
    [property: Id(2)] string? State,
    [property: Id(3)] RecorderPosition? Position,
    [property: Id(4)] string? OfficerNumber,
    [property: Id(5)] string Detail
) : RecorderNews(ReceivedAt);
