namespace Command.Devices.Mqtt;

/// <summary><c>up/telemetry/health</c>; a field is null when the device does not tell it.</summary>
public sealed record BodyWornHealth(
    DateTimeOffset ReceivedAt,
    int? BatteryPercent,
    bool? Charging,
    long? StorageFreeBytes,
    long? StorageTotalBytes,
    int? SignalDbm,
    int? SignalBars,
    double? TemperatureCelsius,
    bool? Recording
) : BodyWornMessage(ReceivedAt);
