namespace Command.Contracts.Recorders;

/// <summary>One position with its number.</summary>
/// <param name="Sequence">Counts up within a boot.</param>
[GenerateSerializer, Immutable, Alias("command.NumberedPosition")]
public sealed record NumberedPosition([property: Id(0)] long Sequence, [property: Id(1)] RecorderPosition Position);
