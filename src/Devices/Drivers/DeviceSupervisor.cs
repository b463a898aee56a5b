using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Drivers;

/// <summary>
/// Keeps one stream of one device coming: runs the driver, tells what happened, waits, tries again, for ever. The first connection
/// is treated like every other.
/// </summary>
public sealed partial class DeviceSupervisor
{
    /// <summary>How long a stopping session may take to tell so.</summary>
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly IDeviceDriver _driver;
    private readonly DeviceSession _session;
    private readonly IDeviceSink _sink;
    private readonly BackoffOptions _backoff;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Prepares a supervisor; nothing happens before <see cref="RunAsync"/>.</summary>
    public DeviceSupervisor(
        IDeviceDriver driver,
        DeviceSession session,
        IDeviceSink sink,
        BackoffOptions backoff,
        TimeProvider time,
        ILogger logger
    )
    {
        _driver = driver;
        _session = session;
        _sink = sink;
        _backoff = backoff;
        _time = time;
        _logger = logger;
    }

    /// <summary>Runs until cancelled, and then ends without an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                await _sink
                    .PostAsync(new DeviceConnecting(_session.DeviceId, _session.StreamName, Now, failures + 1), cancellationToken)
                    .ConfigureAwait(false);
                var watch = new OnlineWatch(_sink, _time);
                var (cause, detail) = await RunOnceAsync(watch, cancellationToken).ConfigureAwait(false);
                failures = watch.OnlineFor >= _backoff.StableAfter ? 1 : failures + 1;
                var wait = WaitAfter(cause, failures);
                Log.Failed(_logger, _session.StreamName, _session.Uri, cause, detail, wait);
                var offline = new DeviceOffline(_session.DeviceId, _session.StreamName, Now, cause, detail, wait);
                await _sink.PostAsync(offline, cancellationToken).ConfigureAwait(false);
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested)
        {
            Log.FailedWhileStopping(_logger, failure, _session.StreamName);
        }

        await SayFarewellAsync().ConfigureAwait(false);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private async Task<(DeviceCause Cause, string Detail)> RunOnceAsync(OnlineWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            await _driver.RunAsync(_session, watch, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return (DeviceCause.ClosedByPeer, "The session ended.");
        }
        catch (DeviceException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (failure.Cause, failure.Detail);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The top of a supervised loop: the session is tried again after the wait.
            Log.Unexpected(_logger, failure, _session.StreamName);
            return (DeviceCause.ProtocolError, "The driver failed unexpectedly.");
        }
    }

    /// <summary>A wrong password goes straight to the longest wait: cameras lock accounts that are tried often.</summary>
    private TimeSpan WaitAfter(DeviceCause cause, int failures) =>
        _backoff.WaitAfter(cause == DeviceCause.Unauthorized ? int.MaxValue : failures, Random.Shared.NextDouble());

    private async Task SayFarewellAsync()
    {
        using var timeout = new CancellationTokenSource(FarewellTimeout, _time);
        try
        {
            var offline = new DeviceOffline(_session.DeviceId, _session.StreamName, Now, DeviceCause.ServerStopping, null, null);
            await _sink.PostAsync(offline, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Log.FarewellLost(_logger, failure, _session.StreamName);
        }
    }

    /// <summary>Passes everything on and remembers since when the session is online.</summary>
    private sealed class OnlineWatch(IDeviceSink inner, TimeProvider time) : IDeviceSink
    {
        private long? _onlineSince;

        public TimeSpan OnlineFor => _onlineSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

        public PacketPool Pool => inner.Pool;

        public StreamPublisher OpenStream(string streamName, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback) =>
            inner.OpenStream(streamName, formats, feedback);

        public ValueTask PostAsync(DeviceEvent deviceEvent, CancellationToken cancellationToken)
        {
            if (deviceEvent is DeviceOnline)
            {
                _onlineSince ??= time.GetTimestamp();
            }

            return inner.PostAsync(deviceEvent, cancellationToken);
        }

        public void Report(DeviceTelemetry telemetry) => inner.Report(telemetry);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "DeviceSessionFailed",
            Level = LogLevel.Warning,
            Message = "{Stream} at {Uri}: {Cause}, {Detail} Next try in {Wait}"
        )]
        public static partial void Failed(ILogger logger, string stream, DeviceUri uri, DeviceCause cause, string detail, TimeSpan wait);

        [LoggerMessage(
            EventName = "DeviceDriverFailed",
            Level = LogLevel.Error,
            Message = "{Stream}: the driver failed unexpectedly; the session is tried again"
        )]
        public static partial void Unexpected(ILogger logger, Exception failure, string stream);

        [LoggerMessage(
            EventName = "DeviceFailedWhileStopping",
            Level = LogLevel.Warning,
            Message = "{Stream}: the session failed while it was being stopped"
        )]
        public static partial void FailedWhileStopping(ILogger logger, Exception failure, string stream);

        [LoggerMessage(
            EventName = "DeviceFarewellLost",
            Level = LogLevel.Warning,
            Message = "{Stream}: nobody took the last event before the time limit"
        )]
        public static partial void FarewellLost(ILogger logger, Exception failure, string stream);
    }
}
