namespace Command.Silo.Streams;

/// <summary>Runs a session where its stream is.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("command.StreamAffinityPlacement")]
internal sealed class StreamAffinityPlacement : PlacementStrategy;
