using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;

namespace Command.Devices.Drivers;

/// <summary>Where a driver puts tracks and events. Thread-safe.</summary>
public interface IDeviceSink
{
    /// <summary>The packet pool of this node.</summary>
    PacketPool Pool { get; }

    /// <summary>Opens the stream in the hub; the driver owns the publisher and closes it.</summary>
    /// <exception cref="InvalidOperationException">The name is open.</exception>
    StreamPublisher OpenStream(string streamName, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback);

    /// <summary>Delivers an event; completes when it is accepted, and never drops it: a slow receiver slows the driver down.</summary>
    ValueTask PostAsync(DeviceEvent deviceEvent, CancellationToken cancellationToken);

    /// <summary>Offers telemetry; may be dropped. Must not block.</summary>
    void Report(DeviceTelemetry telemetry);
}
