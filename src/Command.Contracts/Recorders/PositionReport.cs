using System.Collections.Immutable;

namespace Command.Contracts.Recorders;

/// <summary>Positions from the field page.</summary>
/// <param name="Boot">Names the page's life: numbers in it count on.</param>
/// <param name="Items">1 to 100.</param>
/// <param name="BatteryPercent">Of the phone, where the browser tells it.</param>
[GenerateSerializer, Immutable, Alias("command.PositionReport")]
public sealed record PositionReport(
    [property: Id(0)] string Boot,
    [property: Id(1)] ImmutableArray<NumberedPosition> Items,
    [property: Id(2)] int? BatteryPercent
);
