namespace Command.Contracts.Recorders;

/// <summary>An SOS pressed on the field page; the same facts come from a device by MQTT.</summary>
/// <param name="Id">Made by the page, lower-case ULID: the same press told twice is one SOS.</param>
/// <param name="PressedAt">By the page's clock.</param>
/// <param name="Cancelled">True takes it back: the wearer cancelled.</param>
[GenerateSerializer, Immutable, Alias("command.SosReport")]
public sealed record SosReport(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset PressedAt,
    [property: Id(2)] RecorderPosition? Position,
    [property: Id(3)] bool Cancelled
);
