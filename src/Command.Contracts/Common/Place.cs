namespace Command.Contracts.Common;

/// <summary>Where something is.</summary>
/// <param name="Address">Words a person would use, at most 200 characters.</param>
/// <param name="LatitudeDegrees">WGS-84, −90 to 90; null when unknown.</param>
/// <param name="LongitudeDegrees">WGS-84, −180 to 180; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("command.Place")]
public sealed record Place(
    [property: Id(0)] string? Address,
    [property: Id(1)] double? LatitudeDegrees,
    [property: Id(2)] double? LongitudeDegrees
);
