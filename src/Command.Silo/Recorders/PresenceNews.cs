namespace Command.Silo.Recorders;

/// <summary>It came, or went.</summary>
[GenerateSerializer, Immutable, Alias("command.PresenceNews")]
internal sealed record PresenceNews(
    DateTimeOffset ReceivedAt,
    [property: Id(0)] bool Online,
    [property: Id(1)] string Reason,
    [property: Id(2)] string? Firmware
) : RecorderNews(ReceivedAt);
