using System.Collections.Immutable;
using Command.Contracts.Common;

namespace Command.Contracts.Signals;

/// <summary>A signal as its source raises it.</summary>
/// <param name="Id">Lower-case ULID chosen by the source: raised twice it is one.</param>
/// <param name="Source">Kebab-case: sos, device-offline, device-degraded, battery-low, storage-full, clock-drift, man-down, tamper …</param>
/// <param name="At">When it happened, by the source's clock, corrected where that is known.</param>
/// <param name="Detail">One English sentence with facts.</param>
/// <param name="Evidence">At most 16.</param>
/// <param name="Window">The same source and subject within this time of the last repeat are one signal with a count; zero for never.</param>
/// <param name="TellSubject">The subject's grain wants to hear the answer.</param>
[GenerateSerializer, Immutable, Alias("command.SignalDraft")]
public sealed record SignalDraft(
    [property: Id(0)] string Id,
    [property: Id(1)] string Source,
    [property: Id(2)] SignalSubject Subject,
    [property: Id(3)] string UnitId,
    [property: Id(4)] SignalColour Colour,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6)] Place? Place,
    [property: Id(7)] string? Detail,
    [property: Id(8)] ImmutableArray<SignalEvidence> Evidence,
    [property: Id(9)] TimeSpan Window,
    [property: Id(10)] bool TellSubject,
    [property: Id(11)] bool Simulated
);
