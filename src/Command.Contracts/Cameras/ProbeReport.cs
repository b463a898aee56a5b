using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Contracts.Cameras;

/// <summary>What an address answers before anything is stored.</summary>
/// <param name="Reachable">True when a stream description came back.</param>
/// <param name="Cause">Why not, when not.</param>
/// <param name="Tracks">Video and audio of the stream.</param>
/// <param name="Simulated">The source announced itself as simulated.</param>
[GenerateSerializer, Immutable, Alias("command.ProbeReport")]
public sealed record ProbeReport(
    [property: Id(0)] bool Reachable,
    [property: Id(1)] StateCause Cause,
    [property: Id(2)] ImmutableArray<TrackInfo> Tracks,
    [property: Id(3)] bool Simulated
);
