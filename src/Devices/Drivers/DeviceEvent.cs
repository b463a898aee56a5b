namespace Command.Devices.Drivers;

/// <summary>Something that happened to a stream of a device. Events are in order per stream and never dropped.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">The stream.</param>
/// <param name="At">Server time.</param>
public abstract record DeviceEvent(string DeviceId, string StreamName, DateTimeOffset At);
