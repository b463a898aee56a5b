namespace Command.Contracts.Signals;

/// <summary>How many of one colour.</summary>
[GenerateSerializer, Immutable, Alias("command.SignalCount")]
public sealed record SignalCount([property: Id(0)] SignalColour Colour, [property: Id(1)] int Count);
