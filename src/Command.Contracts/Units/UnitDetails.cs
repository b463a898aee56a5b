using Command.Contracts.Common;

namespace Command.Contracts.Units;

/// <summary>One unit as it is on the record.</summary>
/// <param name="Version">Grows with each accepted command; give it back to change the unit.</param>
[GenerateSerializer, Immutable, Alias("command.UnitDetails")]
public sealed record UnitDetails(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Code,
    [property: Id(3)] string? ParentId,
    [property: Id(4)] Place? Place,
    [property: Id(5)] int Order,
    [property: Id(6)] long Version
);
