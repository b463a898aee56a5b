namespace Command.Media.WebRtc;

/// <summary>
/// Spreads the cached pictures of a viewer that starts: as much at once as a switch port buffers, the rest a little slower than a
/// 100 Mbit/s line carries. Two seconds of 2 Mbit/s are through in 40 ms. Over for good once the viewer has caught up. One thread.
/// </summary>
internal struct JoinPacer
{
    /// <summary>Bytes that may leave at once.</summary>
    public const int Burst = 128 * 1024;

    /// <summary>Bytes per second after that: 80 Mbit/s.</summary>
    public const int BytesPerSecond = 10_000_000;

    /// <summary>Longest time to pace: a stream faster than the pace would never be caught up with.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private double _allowance = Burst;
    private long? _startedAt;
    private long _filledAt;
    private bool _isOver;

    /// <summary>Starts with a full allowance.</summary>
    /// <param name="time">The clock.</param>
    public JoinPacer(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>Whether the next packet has to wait.</summary>
    public readonly bool HoldsBack => !_isOver && _allowance <= 0;

    /// <summary>Adds what the passed time allows.</summary>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Refill(long now)
    {
        if (_isOver)
        {
            return;
        }
        if (_startedAt is not { } start)
        {
            _startedAt = now;
            _filledAt = now;
            return;
        }
        _allowance = Math.Min(Burst, _allowance + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * BytesPerSecond));
        _filledAt = now;
        _isOver = _time.GetElapsedTime(start, now) >= Patience;
    }

    /// <summary>Takes off what left.</summary>
    public void Take(int bytes) => _allowance -= bytes;

    /// <summary>The viewer has all that there is: from now on packets leave as they come.</summary>
    public void End() => _isOver = true;
}
