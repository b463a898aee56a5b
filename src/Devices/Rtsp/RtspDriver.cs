using Command.Devices.Drivers;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Rtsp;

/// <summary>Driver of rtsp and rtsps devices.</summary>
internal sealed class RtspDriver(RtspOptions options, TimeProvider time, ILoggerFactory loggers) : IDeviceDriver
{
    /// <inheritdoc/>
    public Task RunAsync(DeviceSession session, IDeviceSink sink, CancellationToken cancellationToken) =>
        throw new DeviceException(DeviceCause.ProtocolError, $"{options.UserAgent} {time} {loggers} not yet");

    /// <inheritdoc/>
    public Task<ProbeResult> ProbeAsync(DeviceUri uri, DeviceCredential? credential, CancellationToken cancellationToken) =>
        Task.FromResult(ProbeResult.Failed(DeviceCause.ProtocolError, null));
}
