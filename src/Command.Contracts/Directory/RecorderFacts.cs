namespace Command.Contracts.Directory;

/// <summary>What lists and the tree show of a recorder beside its state.</summary>
/// <param name="BatteryPercent">0 to 100, in steps of 5; null when unknown.</param>
/// <param name="Live">It streams now.</param>
/// <param name="Weak">It streams in a weak network: sound first.</param>
/// <param name="Sos">An SOS of it is open.</param>
/// <param name="Officer">Who wears it; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderFacts")]
public sealed record RecorderFacts(
    [property: Id(0)] int? BatteryPercent,
    [property: Id(1)] bool Live,
    [property: Id(2)] bool Weak,
    [property: Id(3)] bool Sos,
    [property: Id(4)] string? Officer
);
