namespace Command.Contracts.Streams;

/// <summary>Where the bytes of a still can be fetched: bytes never cross a grain.</summary>
/// <param name="DoorBaseAddress">Media door of the node that has the stream, for example <c>http://127.0.0.1:8190</c>.</param>
/// <param name="PathAndQuery">Path with a signed grant for this path alone, valid 30 s.</param>
[GenerateSerializer, Immutable, Alias("command.StillTicket")]
public sealed record StillTicket([property: Id(0)] string DoorBaseAddress, [property: Id(1)] string PathAndQuery);
