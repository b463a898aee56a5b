using System.Collections.Immutable;

namespace Command.Contracts.Walls;

/// <summary>The wall of one person.</summary>
/// <param name="Cells">1, 4, 9 or 16.</param>
/// <param name="Tiles">At most one per slot; a slot outside the present layout is kept for when it is enlarged again.</param>
/// <param name="Version">Grows with each accepted change; 0 = never saved.</param>
[GenerateSerializer, Immutable, Alias("command.WallLayout")]
public sealed record WallLayout(
    [property: Id(0)] int Cells,
    [property: Id(1)] ImmutableArray<WallTile> Tiles,
    [property: Id(2)] long Version
);
