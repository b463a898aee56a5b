using System.Collections.Immutable;
using Command.Contracts.Walls;

namespace Command.Silo.Walls;

/// <summary>The wall of one person as it is stored.</summary>
internal sealed record WallState(int Cells, ImmutableArray<WallTile> Tiles)
{
    /// <summary>What somebody sees who never saved a wall.</summary>
    public static readonly WallState Default = new(4, []);

    public WallLayout ToLayout(long version) => new(Cells, Tiles, version);
}
