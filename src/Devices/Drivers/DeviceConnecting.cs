namespace Command.Devices.Drivers;

/// <summary>A try begins.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">The stream.</param>
/// <param name="At">Server time.</param>
/// <param name="Attempt">1 for the first try since the stream was last online.</param>
public sealed record DeviceConnecting(string DeviceId, string StreamName, DateTimeOffset At, int Attempt)
    : DeviceEvent(DeviceId, StreamName, At);
