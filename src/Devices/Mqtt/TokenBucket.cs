namespace Command.Devices.Mqtt;

/// <summary>So many at once, so many per second for long. Not thread-safe.</summary>
internal sealed class TokenBucket
{
    private readonly double _perSecond;
    private readonly double _burst;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _filledAt;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="perSecond">Tokens that come per second.</param>
    /// <param name="burst">Most tokens it holds.</param>
    /// <param name="time">Clock.</param>
    public TokenBucket(double perSecond, double burst, TimeProvider time)
    {
        _perSecond = perSecond;
        _burst = burst;
        _time = time;
        _tokens = burst;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>True when it has everything it can hold.</summary>
    public bool IsFull
    {
        get
        {
            Fill();
            return _tokens >= _burst;
        }
    }

    /// <summary>True when not even one is in it.</summary>
    public bool IsEmpty
    {
        get
        {
            Fill();
            return _tokens < 1;
        }
    }

    /// <summary>Takes one, also when there is none: then what has to be waited until it has come.</summary>
    public TimeSpan Take()
    {
        Fill();
        _tokens--;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perSecond);
    }

    /// <summary>Takes one when there is one.</summary>
    public bool TryTake()
    {
        Fill();
        if (_tokens < 1)
        {
            return false;
        }
        _tokens--;
        return true;
    }

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
        _filledAt = now;
    }
}
