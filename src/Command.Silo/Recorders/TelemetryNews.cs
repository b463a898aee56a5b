using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>The newest telemetry since the last; either may be missing.</summary>
/// <param name="ClockOffset">Device clock minus server clock as read from the newest live message; null when that told no time.</param>
[GenerateSerializer, Immutable, Alias("command.TelemetryNews")]
internal sealed record TelemetryNews(
    DateTimeOffset ReceivedAt,
    [property: Id(0)] RecorderHealth? Health,
    [property: Id(1)] RecorderPosition? Position,
    [property: Id(2)] TimeSpan? ClockOffset
) : RecorderNews(ReceivedAt);
