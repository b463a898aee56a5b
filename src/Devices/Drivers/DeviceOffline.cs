namespace Command.Devices.Drivers;

/// <summary>A try or a session has ended.</summary>
/// <param name="DeviceId">Id of the device in this system.</param>
/// <param name="StreamName">The stream.</param>
/// <param name="At">Server time.</param>
/// <param name="Cause">For people.</param>
/// <param name="Detail">What was seen; never a credential.</param>
/// <param name="RetryIn">Time until the next try; null when there will be none.</param>
public sealed record DeviceOffline(
    string DeviceId,
    string StreamName,
    DateTimeOffset At,
    DeviceCause Cause,
    string? Detail,
    TimeSpan? RetryIn
) : DeviceEvent(DeviceId, StreamName, At);
