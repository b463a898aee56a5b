namespace Command.Silo.MediaNode;

/// <summary>A stream that its device's grain offers to viewers.</summary>
/// <param name="Node">The silo that pulls it.</param>
/// <param name="UnitId">The unit of the device: the scope of the right to watch it.</param>
[GenerateSerializer, Immutable, Alias("command.StreamOffer")]
internal sealed record StreamOffer([property: Id(0)] string Node, [property: Id(1)] string UnitId);
