namespace Command.Silo.Recorders;

/// <summary>
/// Device clock minus server clock over the last messages. What is read is the offset minus the time the message took, which is never negative: the
/// largest reading is nearest to the truth.
/// </summary>
internal sealed class ClockReadings
{
    private const int Capacity = 8;
    private const int Enough = 3;

    private readonly Queue<TimeSpan> _readings = new(Capacity);

    /// <summary>Null until enough was read.</summary>
    public TimeSpan? Offset => _readings.Count < Enough ? null : _readings.Max();

    /// <summary>A time of the device's clock as the server's clock had it; never later than <paramref name="now"/>.</summary>
    public static DateTimeOffset ToServer(DateTimeOffset? at, TimeSpan? offset, DateTimeOffset now)
    {
        var corrected = at - (offset ?? TimeSpan.Zero) ?? now;
        return corrected < now ? corrected : now;
    }

    public void Add(TimeSpan reading)
    {
        if (_readings.Count == Capacity)
        {
            _readings.Dequeue();
        }
        _readings.Enqueue(reading);
    }

    /// <summary>The device lives anew, perhaps with another clock.</summary>
    public void Forget() => _readings.Clear();
}
