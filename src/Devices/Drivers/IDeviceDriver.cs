namespace Command.Devices.Drivers;

/// <summary>
/// Turns one kind of device into hub streams and events. One driver serves many sessions at once; it keeps no state of its own
/// besides what it learnt about a <see cref="DeviceSession"/> instance.
/// </summary>
public interface IDeviceDriver
{
    /// <summary>
    /// Runs one session until it fails or is cancelled: posts Online and Degraded, never Connecting or Offline (those are the supervisor's).
    /// The stream is closed when the task ends.
    /// </summary>
    /// <exception cref="DeviceException">The session failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task RunAsync(DeviceSession session, IDeviceSink sink, CancellationToken cancellationToken);

    /// <summary>Tries a device without opening a stream. Expected failures are results, not exceptions.</summary>
    Task<ProbeResult> ProbeAsync(DeviceUri uri, DeviceCredential? credential, CancellationToken cancellationToken);
}
