namespace Command.Media.Time;

/// <summary>
/// Media time in 90 kHz ticks (RFC 3551 §5), unwrapped and relative to the start of the track. Audio uses it too: every audio clock in
/// use is slower than 90 kHz, so that its timestamps survive the way here and back exactly.
/// </summary>
/// <param name="Ticks90k">Ticks of 1/90000 second; may be negative.</param>
public readonly record struct MediaTime(long Ticks90k) : IComparable<MediaTime>
{
    /// <summary>Ticks per second.</summary>
    public const int TicksPerSecond = 90_000;

    /// <summary>Time zero.</summary>
    public static MediaTime Zero => default;

    /// <summary>The distance from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static TimeSpan operator -(MediaTime left, MediaTime right) => new MediaTime(left.Ticks90k - right.Ticks90k).ToTimeSpan();

    /// <summary>A later (or earlier) media time.</summary>
    public static MediaTime operator +(MediaTime left, TimeSpan right) => new(left.Ticks90k + FromTimeSpan(right).Ticks90k);

    /// <summary>Compares by time.</summary>
    public static bool operator <(MediaTime left, MediaTime right) => left.Ticks90k < right.Ticks90k;

    /// <summary>Compares by time.</summary>
    public static bool operator >(MediaTime left, MediaTime right) => left.Ticks90k > right.Ticks90k;

    /// <summary>Compares by time.</summary>
    public static bool operator <=(MediaTime left, MediaTime right) => left.Ticks90k <= right.Ticks90k;

    /// <summary>Compares by time.</summary>
    public static bool operator >=(MediaTime left, MediaTime right) => left.Ticks90k >= right.Ticks90k;

    /// <summary>From a duration since the start of the track.</summary>
    public static MediaTime FromTimeSpan(TimeSpan value) => new((long)((Int128)value.Ticks * 9 / 1000));

    /// <summary>From ticks of another clock, rounded to the nearest 90 kHz tick.</summary>
    /// <param name="ticks">Ticks of that clock since the start of the track.</param>
    /// <param name="clockRate">Ticks per second, above 0.</param>
    public static MediaTime FromClock(long ticks, int clockRate) =>
        clockRate == TicksPerSecond ? new(ticks) : new(Rescale(ticks, TicksPerSecond, clockRate));

    /// <summary>To ticks of another clock, rounded to the nearest.</summary>
    /// <param name="clockRate">Ticks per second, above 0.</param>
    public long ToClock(int clockRate) => clockRate == TicksPerSecond ? Ticks90k : Rescale(Ticks90k, clockRate, TicksPerSecond);

    /// <summary>As a duration since the start of the track.</summary>
    public TimeSpan ToTimeSpan() => TimeSpan.FromTicks((long)((Int128)Ticks90k * 1000 / 9));

    /// <inheritdoc/>
    public int CompareTo(MediaTime other) => Ticks90k.CompareTo(other.Ticks90k);

    private static long Rescale(long ticks, int to, int from)
    {
        // Split so that the product cannot overflow: whole seconds, then the rest.
        var (seconds, rest) = Math.DivRem(ticks, from);
        var scaled = rest * to;
        var rounded = (scaled + (Math.Sign(scaled) * (from / 2L))) / from;
        return (seconds * to) + rounded;
    }
}
