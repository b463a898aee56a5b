using System.Collections.Immutable;

namespace Command.Devices.Drivers;

/// <summary>Health of a running stream over the last period. Only the newest matters; older ones may be dropped.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">The stream.</param>
/// <param name="At">Server time.</param>
/// <param name="Tracks">One entry per track, in the order of the formats.</param>
public sealed record DeviceTelemetry(string DeviceId, string StreamName, DateTimeOffset At, ImmutableArray<TrackTelemetry> Tracks);
