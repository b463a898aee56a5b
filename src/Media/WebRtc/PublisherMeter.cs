namespace Command.Media.WebRtc;

/// <summary>Measures a publisher second by second from the totals of its tracks. One thread: the send loop.</summary>
internal sealed class PublisherMeter
{
    private readonly TimeProvider _time;
    private long _measuredAt;
    private long _bytes;
    private long _pictures;
    private long _expected;
    private long _received;

    /// <summary>Starts at zero.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    public PublisherMeter(TimeProvider time, long now)
    {
        _time = time;
        _measuredAt = now;
    }

    /// <summary>What came since the last call.</summary>
    public PublisherSample Take(ReadOnlySpan<InboundTrack> tracks, long now)
    {
        long bytes = 0;
        long pictures = 0;
        long expected = 0;
        long received = 0;
        foreach (var track in tracks)
        {
            bytes += track.Bytes;
            pictures += track.Pictures;
            expected += track.Statistics.Expected;
            received += track.Statistics.Received;
        }
        var seconds = Math.Max(_time.GetElapsedTime(_measuredAt, now).TotalSeconds, 0.001);
        // A source that started anew counts from zero again: nothing is said of that second.
        var missed = expected - _expected - (received - _received);
        var lost = expected > _expected ? Math.Clamp((double)missed / (expected - _expected), 0, 1) : 0;
        var sample = new PublisherSample((long)((bytes - _bytes) * 8 / seconds), lost, (pictures - _pictures) / seconds);
        (_measuredAt, _bytes, _pictures, _expected, _received) = (now, bytes, pictures, expected, received);
        return sample;
    }
}
