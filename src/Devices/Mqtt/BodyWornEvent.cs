namespace Command.Devices.Mqtt;

/// <summary><c>up/event/{type}</c>: a key, an alarm. Never dropped: the PUBACK waits until it is on the record.</summary>
/// <param name="Type">sos, key, fall, fence, storage, battery, mark, tamper or another word of the topic's last level.</param>
/// <param name="EventId">The device's own id of it (an SOS keeps one from start to end), or null.</param>
/// <param name="State">start, end, cancel … or null.</param>
/// <param name="Position">Where, or null.</param>
/// <param name="OfficerNumber">As told, or null.</param>
/// <param name="Detail">The rest of the payload as compact JSON, at most 2 KiB.</param>
public sealed record BodyWornEvent(
    DateTimeOffset ReceivedAt,
    string Type,
    string? EventId,
    string? State,
    PositionSample? Position,
    string? OfficerNumber,
    string Detail
) : BodyWornMessage(ReceivedAt);
