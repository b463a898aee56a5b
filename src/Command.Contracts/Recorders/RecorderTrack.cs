using System.Collections.Immutable;

namespace Command.Contracts.Recorders;

/// <summary>Positions, oldest first, thinned to what was asked for.</summary>
/// <param name="Total">How many are stored in that time.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderTrack")]
public sealed record RecorderTrack([property: Id(0)] ImmutableArray<RecorderPosition> Positions, [property: Id(1)] int Total);
