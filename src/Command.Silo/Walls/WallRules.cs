using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Walls;

namespace Command.Silo.Walls;

/// <summary>What a wall may look like.</summary>
internal static class WallRules
{
    public const int Slots = 16;

    /// <summary>Null, or what is wrong with the layout; names the tile.</summary>
    public static Refusal? Check(WallLayout layout)
    {
        if (layout.Cells is not (1 or 4 or 9 or 16))
        {
            return Refusal.InvalidField(
                "cells",
                "cells-out-of-range",
                $"A wall has 1, 4, 9 or 16 cells, not {layout.Cells}.",
                $"{layout.Cells}"
            );
        }
        if (layout.Tiles.IsDefault || layout.Tiles.Length > Slots)
        {
            return Refusal.InvalidField("tiles", "tiles-out-of-range", $"A wall has at most {Slots} tiles.", $"{Slots}");
        }
        var seen = 0;
        for (var i = 0; i < layout.Tiles.Length; i++)
        {
            if (CheckTile(layout.Tiles[i], i, seen) is { } refusal)
            {
                return refusal;
            }
            seen |= 1 << layout.Tiles[i].Slot;
        }
        return null;
    }

    public static ImmutableArray<WallTile> InSlotOrder(ImmutableArray<WallTile> tiles) => [.. tiles.OrderBy(tile => tile.Slot)];

    private static Refusal? CheckTile(WallTile? tile, int index, int seen) =>
        tile switch
        {
            null => Refusal.InvalidField($"tiles[{index}]", "tile-required", $"Tile {index} is empty; leave it out instead."),
            { Slot: < 0 or >= Slots } => Refusal.InvalidField(
                $"tiles[{index}].slot",
                "slot-out-of-range",
                $"Slot {tile.Slot} is outside 0 to {Slots - 1}.",
                $"{tile.Slot}"
            ),
            _ when (seen & (1 << tile.Slot)) != 0 => Refusal.InvalidField(
                $"tiles[{index}].slot",
                "slot-taken",
                $"Slot {tile.Slot} is given twice.",
                $"{tile.Slot}"
            ),
            _ when !Ulid.IsValid(tile.DeviceId) => Refusal.InvalidField(
                $"tiles[{index}].deviceId",
                "device-id-malformed",
                $"Tile {index} names no device id."
            ),
            _ => null,
        };
}
