using Command.Contracts.Streams;
using Command.Devices.Drivers;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// Where the driver of one stream puts things: tracks into the hub, events to the device's grain (the driver waits until the grain has them on the
/// record), telemetry into the last value.
/// </summary>
internal sealed partial class GrainDeviceSink(
    StreamPath stream,
    MediaHub hub,
    PacketPool pool,
    IDeviceReporter reporter,
    Action<DeviceReport> heard,
    TimeProvider time,
    ILogger logger
) : IDeviceSink
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private volatile DeviceTelemetry? _telemetry;

    public PacketPool Pool => pool;

    public DeviceTelemetry? Telemetry => _telemetry;

    public StreamPublisher OpenStream(string streamName, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback) =>
        hub.Open(streamName, formats, feedback);

    public void Report(DeviceTelemetry telemetry) => _telemetry = telemetry;

    public async ValueTask PostAsync(DeviceEvent deviceEvent, CancellationToken cancellationToken)
    {
        if (DeviceReports.Of(stream.Part, deviceEvent) is { } report)
        {
            await DeliverAsync(report, cancellationToken);
        }
    }

    /// <summary>Tells this node at once, then tries until the grain has taken the report, or until cancelled.</summary>
    public async Task DeliverAsync(DeviceReport report, CancellationToken cancellationToken)
    {
        heard(report);
        var wait = FirstRetry;
        while (true)
        {
            try
            {
                await reporter.ReportAsync(stream, report, cancellationToken);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotTaken(logger, stream, report.State, wait, e);
            }
            await Task.Delay(wait, time, cancellationToken);
            wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "ReportNotTaken",
            Level = LogLevel.Warning,
            Message = "{Stream} is {State}, but its grain could not record it; next try in {Wait}"
        )]
        public static partial void NotTaken(
            ILogger logger,
            StreamPath stream,
            Contracts.Common.DeviceState state,
            TimeSpan wait,
            Exception exception
        );
    }
}
