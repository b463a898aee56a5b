using System.Collections.Immutable;
using Command.Devices.Drivers;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;

namespace Command.Devices.Rtsp;

/// <summary>
/// Receives a session for a probe: a hub and pool of its own, so that nobody can watch it, and an end as soon as size and rate are known
/// or the time for media is over.
/// </summary>
internal sealed class RtspProbe : IDeviceSink, IDisposable
{
    private readonly MediaHub _hub = new();
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _finished;
    private readonly CancellationTokenSource _deadline;
    private ImmutableArray<TrackFormat> _described = [];
    private DeviceOnline? _online;

    public RtspProbe(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _patience = patience;
        _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _finished = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
    }

    /// <summary>Cancelled when the probe has seen enough.</summary>
    public CancellationToken Finished => _finished.Token;

    /// <inheritdoc/>
    public PacketPool Pool { get; } = new();

    /// <inheritdoc/>
    public StreamPublisher OpenStream(string streamName, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback)
    {
        _described = [.. formats];
        return _hub.Open(streamName, formats, feedback);
    }

    /// <inheritdoc/>
    public async ValueTask PostAsync(DeviceEvent deviceEvent, CancellationToken cancellationToken)
    {
        if (deviceEvent is not DeviceOnline online)
        {
            return;
        }

        if (_online is null)
        {
            _deadline.CancelAfter(_patience);
        }

        _online = online;
        if (online.Formats.All(IsKnown))
        {
            await _finished.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Report(DeviceTelemetry telemetry) { }

    /// <summary>What was learnt. A failure after media arrived is none: the device showed what it is.</summary>
    public ProbeResult ToResult(DeviceException? failure)
    {
        if (_online is { } online)
        {
            return new ProbeResult(true, DeviceCause.None, null, online.Formats, online.Playability, online.Simulated);
        }

        var playability = _described.Select(Playability.OfTrack).ToImmutableArray();
        var cause = failure?.Cause ?? DeviceCause.Stalled;
        return new ProbeResult(false, cause, failure?.Detail ?? "No media in time.", _described, playability, false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _finished.Dispose();
        _deadline.Dispose();
        Pool.Dispose();
    }

    private static bool IsKnown(TrackFormat format) =>
        format.Kind == MediaKind.Audio || (format.FramesPerSecond is not null && (format.Width > 0 || format.Codec != CodecKind.H264));
}
