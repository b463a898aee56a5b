namespace Command.Contracts.Directory;

/// <summary>How many devices a unit has itself, and how many of them are online.</summary>
[GenerateSerializer, Immutable, Alias("command.UnitCount")]
public sealed record UnitCount([property: Id(0)] string UnitId, [property: Id(1)] int Devices, [property: Id(2)] int Online);
