namespace Command.Contracts.Walls;

/// <summary>What one tile shows.</summary>
/// <param name="Slot">0 to 15, row by row.</param>
/// <param name="DeviceId">The device shown; the profile follows the tile's size.</param>
[GenerateSerializer, Immutable, Alias("command.WallTile")]
public sealed record WallTile([property: Id(0)] int Slot, [property: Id(1)] string DeviceId);
