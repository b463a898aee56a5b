using System.Collections.Immutable;
using Command.Media.Codecs;

namespace Command.Media.WebRtc;

/// <summary>
/// Keeps the facts of one publisher: looks several times per second, measures every second, and says when there is something to tell.
/// Written by the send loop; any thread may read <see cref="Facts"/>.
/// </summary>
internal sealed class PublisherWatch
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly RoundTripMeter _roundTrip;
    private readonly bool _hasVideo;
    private volatile PublisherFacts _facts;
    private PublisherJudge? _judge;
    private PublisherMeter? _meter;
    private long _secondAt;

    /// <summary>Begins with a publisher that is not connected.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="streamName">Its stream.</param>
    /// <param name="formats">What it was told to send.</param>
    /// <param name="roundTrip">Its round trip.</param>
    /// <param name="time">The clock.</param>
    public PublisherWatch(
        string sessionId,
        string streamName,
        ImmutableArray<TrackFormat> formats,
        RoundTripMeter roundTrip,
        TimeProvider time
    )
    {
        _time = time;
        _roundTrip = roundTrip;
        _hasVideo = formats.Any(format => format.Kind == MediaKind.Video);
        _facts = new PublisherFacts(sessionId, streamName, PublisherState.Connecting, 0, 0, null, 0, null, formats);
    }

    /// <summary>What is known.</summary>
    public PublisherFacts Facts => _facts;

    /// <summary>Whether no media came for too long.</summary>
    public bool IsOver => _judge?.IsOver ?? false;

    /// <summary>Looks at the publisher; from the first call on it counts as connected.</summary>
    /// <param name="tracks">Its tracks; none before the first packet.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="isSecondOver">Whether a second is over: time for reports.</param>
    /// <returns>Whether there is something to tell.</returns>
    public bool Look(InboundTrack[] tracks, long now, out bool isSecondOver)
    {
        if (_judge is null || _meter is null)
        {
            _judge = new PublisherJudge(_time, now, _hasVideo);
            _meter = new PublisherMeter(_time, now);
            _secondAt = now;
        }
        var last = LastArrival(tracks);
        _judge.Look(now, last);
        isSecondOver = _time.GetElapsedTime(_secondAt, now) >= Second;
        var facts = _facts;
        if (isSecondOver)
        {
            _secondAt = now;
            var second = _meter.Take(tracks, now);
            _judge.Judge(second);
            facts = facts with
            {
                BitsPerSecond = second.BitsPerSecond,
                FractionLost = second.FractionLost,
                FramesPerSecond = second.FramesPerSecond,
            };
        }
        else if (_judge.State == facts.State)
        {
            return false;
        }
        _facts = facts with
        {
            State = _judge.State,
            RoundTrip = _roundTrip.Current,
            LastPacketAt = last is { } arrival ? _time.GetUtcNow() - _time.GetElapsedTime(arrival, now) : null,
            Formats = tracks.Length == 0 ? facts.Formats : [.. tracks.Select(track => track.Format)],
        };
        return true;
    }

    private static long? LastArrival(InboundTrack[] tracks)
    {
        long? last = null;
        foreach (var track in tracks)
        {
            last = track.LastArrival is { } arrival && !(arrival < last) ? arrival : last;
        }
        return last;
    }
}
