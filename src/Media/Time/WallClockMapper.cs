namespace Command.Media.Time;

/// <summary>
/// Maps media time to wall time from sender reports (RFC 3550 §6.4.1). One thread feeds it; any thread may ask.
/// </summary>
/// <remarks>
/// Cameras' clocks are often wrong. The device's own time is believed while it is within five seconds of the server's; otherwise, and
/// always for <see cref="TryGetServerTime"/>, the running median of the difference is taken off, so that what remains is the even spacing
/// of the device's clock on the server's time.
/// </remarks>
public sealed class WallClockMapper
{
    private const int MedianLength = 9;
    private static readonly TimeSpan Believable = TimeSpan.FromSeconds(5);

    private readonly long[] _offsets = new long[MedianLength];
    private int _offsetCount;
    private Anchor? _first;
    private volatile Anchor? _last;

    /// <summary>Median of device clock minus server clock, or null before the first report.</summary>
    public TimeSpan? ClockOffset => _last is { } last ? TimeSpan.FromTicks(last.OffsetTicks) : null;

    /// <summary>Whether the device's clock is more than five seconds from the server's.</summary>
    public bool IsDeviceClockBad => ClockOffset is { } offset && offset.Duration() > Believable;

    /// <summary>
    /// How much faster (positive) the device's media clock runs than its wall clock, in parts per million; null until two reports are at
    /// least ten seconds apart.
    /// </summary>
    public double? DriftPpm { get; private set; }

    /// <summary>Takes a sender report.</summary>
    /// <param name="media">The report's RTP timestamp on the track's timeline.</param>
    /// <param name="device">The report's NTP time.</param>
    /// <param name="server">The server's time at arrival.</param>
    public void OnSenderReport(MediaTime media, DateTimeOffset device, DateTimeOffset server)
    {
        var offset = device.UtcTicks - server.UtcTicks;
        if (_last is { } last && Math.Abs(offset - last.OffsetTicks) > TimeSpan.TicksPerSecond * 5)
        {
            // The device's clock was set: older differences say nothing about it any more.
            _offsetCount = 0;
            _first = null;
        }
        Array.Copy(_offsets, 0, _offsets, 1, MedianLength - 1);
        _offsets[0] = offset;
        _offsetCount = Math.Min(_offsetCount + 1, MedianLength);
        Span<long> sorted = stackalloc long[MedianLength];
        sorted = sorted[.._offsetCount];
        _offsets.AsSpan(0, _offsetCount).CopyTo(sorted);
        sorted.Sort();
        var anchor = new Anchor(media, device.UtcTicks, sorted[_offsetCount / 2]);
        _first ??= anchor;
        var passed = TimeSpan.FromTicks(anchor.DeviceTicks - _first.DeviceTicks);
        if (passed >= TimeSpan.FromSeconds(10))
        {
            DriftPpm = (((media - _first.Media) / passed) - 1) * 1e6;
        }
        _last = anchor;
    }

    /// <summary>The wall time of a sample: the device's own if believable, else on the server's clock.</summary>
    public DateTimeOffset? WallTimeOf(MediaTime media)
    {
        if (_last is not { } last)
        {
            return null;
        }
        var ticks = last.DeviceTicks + (media - last.Media).Ticks;
        return new DateTimeOffset(TimeSpan.FromTicks(last.OffsetTicks).Duration() > Believable ? ticks - last.OffsetTicks : ticks, default);
    }

    /// <summary>The wall time of a sample on the server's clock: when it would have arrived over an even network.</summary>
    /// <returns><see langword="false"/> before the first report.</returns>
    public bool TryGetServerTime(MediaTime media, out DateTimeOffset time)
    {
        if (_last is not { } last)
        {
            time = default;
            return false;
        }
        time = new DateTimeOffset(last.DeviceTicks + (media - last.Media).Ticks - last.OffsetTicks, default);
        return true;
    }

    /// <summary>Forgets everything: a new source follows.</summary>
    public void Reset()
    {
        _offsetCount = 0;
        _first = null;
        _last = null;
        DriftPpm = null;
    }

    private sealed record Anchor(MediaTime Media, long DeviceTicks, long OffsetTicks);
}
