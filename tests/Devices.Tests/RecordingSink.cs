using System.Collections.Concurrent;
using System.Threading.Channels;
using Command.Devices.Drivers;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;

namespace Command.Devices.Tests;

/// <summary>A sink over a hub of its own that keeps every event.</summary>
internal sealed class RecordingSink : IDeviceSink, IDisposable
{
    private readonly Channel<DeviceEvent> _events = Channel.CreateUnbounded<DeviceEvent>();

    public MediaHub Hub { get; } = new();

    public PacketPool Pool { get; } = new();

    public ConcurrentQueue<DeviceEvent> Seen { get; } = new();

    public ConcurrentQueue<DeviceTelemetry> Telemetry { get; } = new();

    public StreamPublisher OpenStream(string streamName, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback) =>
        Hub.Open(streamName, formats, feedback);

    public ValueTask PostAsync(DeviceEvent deviceEvent, CancellationToken cancellationToken)
    {
        Seen.Enqueue(deviceEvent);
        return _events.Writer.WriteAsync(deviceEvent, cancellationToken);
    }

    public void Report(DeviceTelemetry telemetry) => Telemetry.Enqueue(telemetry);

    /// <summary>The next event of that kind; others before it are passed over.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? where = null)
        where T : DeviceEvent
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            while (true)
            {
                if (await _events.Reader.ReadAsync(deadline.Token) is T found && (where is null || where(found)))
                {
                    return found;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name}; seen: {string.Join("; ", Seen)}");
        }
    }

    public void Dispose() => Pool.Dispose();
}
