namespace Command.Media.Telemetry;

/// <summary>
/// Counts per-packet faults and reports their sum at most once per period and kind. Thread-safe; counting allocates nothing.
/// </summary>
public sealed class FaultTally
{
    private static readonly int Kinds = Enum.GetValues<MediaFault>().Length;

    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly Action<MediaFault, long>? _report;
    private readonly long[] _totals = new long[Kinds];
    private readonly long[] _reported = new long[Kinds];
    private readonly long[] _reportedAt = new long[Kinds];

    /// <summary>Makes a tally.</summary>
    /// <param name="time">Clock of the period.</param>
    /// <param name="period">Shortest time between two reports of one kind.</param>
    /// <param name="report">Told the kind and how many came since the last report; called on the counting thread. May be null.</param>
    public FaultTally(TimeProvider time, TimeSpan period, Action<MediaFault, long>? report)
    {
        _time = time;
        _period = period;
        _report = report;
    }

    /// <summary>Counts faults.</summary>
    /// <param name="fault">Their kind.</param>
    /// <param name="count">How many, 1 or more.</param>
    public void Add(MediaFault fault, long count = 1)
    {
        var kind = (int)fault;
        var total = Interlocked.Add(ref _totals[kind], count);
        if (_report is null)
        {
            return;
        }
        var now = _time.GetTimestamp();
        var last = Interlocked.Read(ref _reportedAt[kind]);
        if (last != 0 && _time.GetElapsedTime(last, now) < _period)
        {
            return;
        }
        if (Interlocked.CompareExchange(ref _reportedAt[kind], now == 0 ? 1 : now, last) == last)
        {
            _report(fault, total - Interlocked.Exchange(ref _reported[kind], total));
        }
    }

    /// <summary>How many faults of a kind were counted so far.</summary>
    public long Count(MediaFault fault) => Interlocked.Read(ref _totals[(int)fault]);
}
