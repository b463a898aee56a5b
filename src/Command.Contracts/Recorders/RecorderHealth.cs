namespace Command.Contracts.Recorders;

/// <summary>Last health report of a recorder; a field is null when the device does not tell it.</summary>
/// <param name="At">Measured.</param>
/// <param name="BatteryPercent">0 to 100.</param>
/// <param name="SignalDbm">Received power of the mobile network.</param>
/// <param name="SignalBars">0 to 5.</param>
/// <param name="Recording">It records to its own storage.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderHealth")]
public sealed record RecorderHealth(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] int? BatteryPercent,
    [property: Id(2)] bool? Charging,
    [property: Id(3)] long? StorageFreeBytes,
    [property: Id(4)] long? StorageTotalBytes,
    [property: Id(5)] int? SignalDbm,
    [property: Id(6)] int? SignalBars,
    [property: Id(7)] double? TemperatureCelsius,
    [property: Id(8)] bool? Recording
);
