namespace Command.Media.WebRtc;

/// <summary>
/// The round trip to a publisher: by its answers to our reference times (RFC 3611 §4.5) where it gives them, else by how long it takes
/// from asking for a packet to getting it. One thread feeds it; any may read.
/// </summary>
internal sealed class RoundTripMeter
{
    private const double Weight = 0.25;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private long _ticks = -1;
    private bool _hasReports;

    /// <summary>Smoothed; null before the first measurement.</summary>
    public TimeSpan? Current => Volatile.Read(ref _ticks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>What to count with: the measurement, or an assumption before there is one.</summary>
    public TimeSpan Assumed => Current ?? RepairPace.UnknownRoundTrip;

    /// <summary>Takes the other side's answer to a reference time.</summary>
    /// <param name="now">Compact NTP time of its arrival.</param>
    /// <param name="lastReport">Compact NTP time of the reference time; 0: none.</param>
    /// <param name="delay">Between the two at the other side, in 1/65536 second.</param>
    public void OnReport(uint now, uint lastReport, uint delay)
    {
        var trip = (int)(now - lastReport - delay);
        // A little below zero is rounding, far away is nonsense.
        if (lastReport != 0 && trip >= -655)
        {
            _hasReports = true;
            Add(TimeSpan.FromSeconds(Math.Max(0, trip) / 65536.0));
        }
    }

    /// <summary>Takes the time from the only request for a packet to its arrival.</summary>
    public void OnRepair(TimeSpan trip)
    {
        if (!_hasReports)
        {
            Add(trip);
        }
    }

    private void Add(TimeSpan trip)
    {
        if (trip >= TimeSpan.Zero && trip <= Longest)
        {
            Volatile.Write(ref _ticks, _ticks < 0 ? trip.Ticks : (long)((_ticks * (1 - Weight)) + (trip.Ticks * Weight)));
        }
    }
}
