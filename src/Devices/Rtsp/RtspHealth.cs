using System.Collections.Immutable;
using Command.Devices.Drivers;
using Command.Media.Codecs;

namespace Command.Devices.Rtsp;

/// <summary>
/// Watches a playing session: tells when it is online and what its tracks are, when it degrades, and fails it when nothing comes, when
/// announced video stays away, or when UDP brings nothing at all.
/// </summary>
internal sealed class RtspHealth
{
    /// <summary>How often the figures are looked at.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    /// <summary>Media time that a frame rate is measured over.</summary>
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(2);

    private readonly DeviceSession _session;
    private readonly IReadOnlyList<RtspTrack> _tracks;
    private readonly IDeviceSink _sink;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _simulated;
    private readonly bool _overUdp;
    private readonly long _started;
    private readonly Figures[] _last;
    private ImmutableArray<TrackFormat> _told = [];
    private double? _measuredRate;
    private long _rateStart;
    private long _rateFrames;
    private long _lastReport;
    private long _videoSince;
    private bool _degraded;

    public RtspHealth(
        DeviceSession session,
        IReadOnlyList<RtspTrack> tracks,
        IDeviceSink sink,
        RtspOptions options,
        TimeProvider time,
        bool simulated,
        bool overUdp
    )
    {
        _session = session;
        _tracks = tracks;
        _sink = sink;
        _options = options;
        _time = time;
        _simulated = simulated;
        _overUdp = overUdp;
        _started = time.GetTimestamp();
        _lastReport = _started;
        _last = new Figures[tracks.Count];
    }

    /// <summary>Runs until cancelled or until the session must be given up, which is a <see cref="DeviceException"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var track in _tracks)
            {
                track.Poll(_time.GetTimestamp());
            }

            ThrowIfDead();
            await TellAsync(cancellationToken).ConfigureAwait(false);
            ReportWhenDue();
        }
    }

    private RtspTrack? Video => _tracks.FirstOrDefault(t => t.Format.Kind == MediaKind.Video);

    private void ThrowIfDead()
    {
        var last = _tracks.Max(t => t.LastArrival);
        var silence = _time.GetElapsedTime(last == 0 ? _started : last);
        if (_overUdp && last == 0 && silence >= _options.UdpFirstPacketTimeout)
        {
            throw new DeviceException(DeviceCause.TransportRefused, "Nothing arrives by UDP.");
        }

        if (silence >= _options.StallTimeout)
        {
            throw new DeviceException(DeviceCause.Stalled, $"No media for {silence.TotalSeconds:0} s.");
        }

        if (Video is { } video)
        {
            var missing = _time.GetElapsedTime(video.LastArrival == 0 ? _started : video.LastArrival);
            if (missing >= _options.MissingVideoTimeout)
            {
                throw new DeviceException(DeviceCause.NoVideo, $"Sound arrives, but no picture for {missing.TotalSeconds:0} s.");
            }
        }
    }

    /// <summary>Online comes with the first packet of video, or of sound where there is no video, and again when more is known.</summary>
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var main = Video ?? _tracks[0];
        if (main.Packets == 0)
        {
            return;
        }

        MeasureRate(main);
        var formats = _tracks.Select(Known).ToImmutableArray();
        var keyFrameMissing = IsKeyFrameMissing();
        if (keyFrameMissing != _degraded)
        {
            _degraded = keyFrameMissing;
            if (keyFrameMissing)
            {
                var detail = $"No key frame for {_options.MissingKeyFrameTimeout.TotalSeconds:0} s: viewers cannot start.";
                var degraded = new DeviceDegraded(
                    _session.DeviceId,
                    _session.StreamName,
                    _time.GetUtcNow(),
                    DeviceCause.NoKeyFrame,
                    detail
                );
                await _sink.PostAsync(degraded, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        else if (_degraded || SaysTheSame(formats, _told))
        {
            return;
        }

        _told = formats;
        var online = new DeviceOnline(
            _session.DeviceId,
            _session.StreamName,
            _time.GetUtcNow(),
            formats,
            [.. formats.Select(Playability.OfTrack)],
            _simulated
        );
        await _sink.PostAsync(online, cancellationToken).ConfigureAwait(false);
    }

    private bool IsKeyFrameMissing()
    {
        // Only H.264 is looked into so far.
        if (Video is not { Format.Codec: CodecKind.H264, Packets: > 0 } video)
        {
            return false;
        }

        _videoSince = _videoSince == 0 ? _time.GetTimestamp() : _videoSince;
        return _time.GetElapsedTime(video.LastKeyFrame ?? _videoSince) >= _options.MissingKeyFrameTimeout;
    }

    /// <summary>The rate that the source states, else the measured one, rounded to what cameras are set to.</summary>
    private TrackFormat Known(RtspTrack track)
    {
        var format = track.Format;
        return format is { Kind: MediaKind.Video, FramesPerSecond: null } ? format with { FramesPerSecond = _measuredRate } : format;
    }

    private void MeasureRate(RtspTrack track)
    {
        if (_measuredRate is not null)
        {
            return;
        }

        if (_rateStart == 0)
        {
            _rateStart = track.LastArrival;
            _rateFrames = track.Frames;
            return;
        }

        var elapsed = _time.GetElapsedTime(_rateStart, track.LastArrival);
        if (elapsed >= RateWindow)
        {
            _measuredRate = Math.Max(Math.Round((track.Frames - _rateFrames) / elapsed.TotalSeconds), 1);
        }
    }

    private void ReportWhenDue()
    {
        var elapsed = _time.GetElapsedTime(_lastReport);
        if (elapsed < _options.ReportInterval)
        {
            return;
        }

        _lastReport = _time.GetTimestamp();
        var entries = ImmutableArray.CreateBuilder<TrackTelemetry>(_tracks.Count);
        for (var i = 0; i < _tracks.Count; i++)
        {
            var track = _tracks[i];
            var now = new Figures(track.Bytes, track.Frames);
            var seconds = elapsed.TotalSeconds;
            entries.Add(
                new(
                    track.Format.Kind,
                    (now.Bytes - _last[i].Bytes) * 8 / seconds,
                    (now.Frames - _last[i].Frames) / seconds,
                    track.Lost,
                    track.Jitter
                )
            );
            _last[i] = now;
        }

        _sink.Report(new DeviceTelemetry(_session.DeviceId, _session.StreamName, _time.GetUtcNow(), entries.DrainToImmutable()));
    }

    private static bool SaysTheSame(ImmutableArray<TrackFormat> formats, ImmutableArray<TrackFormat> told) =>
        formats.Length == told.Length
        && formats
            .Zip(told)
            .All(pair =>
                pair.First.Codec == pair.Second.Codec
                && pair.First.Width == pair.Second.Width
                && pair.First.Height == pair.Second.Height
                && pair.First.FramesPerSecond == pair.Second.FramesPerSecond
                && Playability.OfTrack(pair.First) == Playability.OfTrack(pair.Second)
            );

    private readonly record struct Figures(long Bytes, long Frames);
}
