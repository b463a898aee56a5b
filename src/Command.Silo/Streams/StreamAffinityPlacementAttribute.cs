using Command.Contracts.Streams;
using Orleans.Placement;

namespace Command.Silo.Streams;

/// <summary>Places a grain whose key is a <see cref="SessionKey"/> on the silo that pulls the stream.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StreamAffinityPlacementAttribute() : PlacementAttribute(new StreamAffinityPlacement());
