using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>What it says of itself.</summary>
[GenerateSerializer, Immutable, Alias("command.DescriptionNews")]
internal sealed record DescriptionNews(DateTimeOffset ReceivedAt, [property: Id(0)] RecorderInfo Info) : RecorderNews(ReceivedAt);
