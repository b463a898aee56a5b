using Command.Contracts.Common;

namespace Command.Contracts.Directory;

/// <summary>Which devices to list, by name.</summary>
/// <param name="Text">Part of name or code; null for all.</param>
/// <param name="UnitId">That unit and all below it; null for all.</param>
/// <param name="After">From the page before; null for the first.</param>
/// <param name="Take">1 to 500.</param>
/// <param name="Kind">That class alone; null for all.</param>
[GenerateSerializer, Immutable, Alias("command.DeviceQuery")]
public sealed record DeviceQuery(
    [property: Id(0)] string? Text,
    [property: Id(1)] string? UnitId,
    [property: Id(2)] string? After,
    [property: Id(3)] int Take,
    [property: Id(4)] DeviceKind? Kind = null
);
