using Command.Contracts.Common;

namespace Command.Contracts.Units;

/// <summary>What a person states about a unit.</summary>
/// <param name="Name">1 to 80 characters, unique among its siblings.</param>
/// <param name="Code">Human number, at most 32 characters; null for none.</param>
/// <param name="ParentId">Null for a root unit; the tree may be 12 levels deep.</param>
/// <param name="Place">Where the unit is.</param>
/// <param name="Order">Position among siblings, smaller first.</param>
[GenerateSerializer, Immutable, Alias("command.UnitDraft")]
public sealed record UnitDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Code,
    [property: Id(2)] string? ParentId,
    [property: Id(3)] Place? Place,
    [property: Id(4)] int Order
);
