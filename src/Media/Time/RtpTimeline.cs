namespace Command.Media.Time;

/// <summary>
/// Turns 32-bit RTP timestamps of one track into <see cref="MediaTime"/> that never jumps. One thread.
/// </summary>
/// <remarks>
/// Policy: the signed 32-bit distance is followed when it is small (small steps back happen with B frames) or when about as much time
/// really passed between arrivals. Anything else is a source that restarted or lies; time then goes on by what passed between arrivals.
/// </remarks>
internal sealed class RtpTimeline
{
    private readonly int _clockRate;
    private readonly TimeProvider _time;
    private bool _started;
    private uint _lastTimestamp;
    private long _lastTicks;
    private long _lastArrival;

    /// <summary>Makes a timeline that starts at zero with the first timestamp.</summary>
    /// <param name="clockRate">RTP ticks per second, above 0.</param>
    /// <param name="time">Gives the frequency of arrival timestamps.</param>
    public RtpTimeline(int clockRate, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clockRate);
        _clockRate = clockRate;
        _time = time;
    }

    /// <summary>How often the source's clock jumped and time was anchored again.</summary>
    public long Jumps { get; private set; }

    /// <summary>Maps the timestamp of the next packet.</summary>
    /// <param name="timestamp">RTP timestamp.</param>
    /// <param name="arrival"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    /// <param name="jumped">Whether the source's clock jumped before this packet.</param>
    public MediaTime Map(uint timestamp, long arrival, out bool jumped)
    {
        jumped = false;
        if (!_started)
        {
            _started = true;
            _lastTimestamp = timestamp;
            _lastArrival = arrival;
            return MediaTime.Zero;
        }
        long delta = (int)(timestamp - _lastTimestamp);
        if (delta < -2L * _clockRate || delta > 10L * _clockRate)
        {
            var passed = (long)(_time.GetElapsedTime(_lastArrival, arrival).TotalSeconds * _clockRate);
            if (Math.Abs(delta - passed) > 10L * _clockRate)
            {
                delta = Math.Max(1, passed);
                jumped = true;
                Jumps++;
            }
        }
        _lastTimestamp = timestamp;
        _lastTicks += delta;
        _lastArrival = arrival;
        return MediaTime.FromClock(_lastTicks, _clockRate);
    }

    /// <summary>Maps a timestamp near the last packet's, for example of a sender report, without moving the timeline.</summary>
    /// <returns><see langword="false"/> before the first packet or when the timestamp is more than an hour away.</returns>
    public bool TryMap(uint timestamp, out MediaTime time)
    {
        long delta = (int)(timestamp - _lastTimestamp);
        time = MediaTime.FromClock(_lastTicks + delta, _clockRate);
        return _started && Math.Abs(delta) < 3600L * _clockRate;
    }

    /// <summary>A new source follows: the next timestamp goes on from now.</summary>
    /// <param name="firstTimestamp">The new source's first RTP timestamp.</param>
    /// <param name="arrival">When it arrived.</param>
    public void Restart(uint firstTimestamp, long arrival)
    {
        if (!_started)
        {
            return;
        }
        var passed = (long)(_time.GetElapsedTime(_lastArrival, arrival).TotalSeconds * _clockRate);
        _lastTimestamp = firstTimestamp - (uint)Math.Max(1, passed);
    }
}
