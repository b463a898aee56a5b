using System.Collections.Immutable;
using Command.Media.Codecs;

namespace Command.Devices.Drivers;

/// <summary>Media flows. Comes again when more is known of the tracks, and when a degradation is over.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">The stream.</param>
/// <param name="At">Server time.</param>
/// <param name="Formats">The tracks.</param>
/// <param name="Playability">For each track whether a browser can play it, and if not, why.</param>
/// <param name="Simulated">True when the device says that it is a simulator.</param>
public sealed record DeviceOnline(
    string DeviceId,
    string StreamName,
    DateTimeOffset At,
    ImmutableArray<TrackFormat> Formats,
    ImmutableArray<PlayabilityVerdict> Playability,
    bool Simulated
) : DeviceEvent(DeviceId, StreamName, At);
