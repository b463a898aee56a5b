namespace Command.Devices.Drivers;

/// <summary>Media flows, but not as it should.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">The stream.</param>
/// <param name="At">Server time.</param>
/// <param name="Cause">For people.</param>
/// <param name="Detail">What was seen; never a credential.</param>
public sealed record DeviceDegraded(string DeviceId, string StreamName, DateTimeOffset At, DeviceCause Cause, string? Detail)
    : DeviceEvent(DeviceId, StreamName, At);
