using System.Collections.Immutable;

namespace Command.Devices.Mqtt;

/// <summary><c>up/info</c>: what the device is.</summary>
public sealed record BodyWornDescription(
    DateTimeOffset ReceivedAt,
    string? Model,
    string? Firmware,
    string? Imei,
    string? Iccid,
    ImmutableArray<string> Capabilities,
    ImmutableArray<string> Codecs,
    string? OfficerNumber
) : BodyWornMessage(ReceivedAt);
