namespace Command.Media.Rtp;

/// <summary>
/// Reception facts of one source: received, lost, duplicates, jitter (RFC 3550 A.3, A.8). Written by one thread; totals may be read by
/// any and are then exact to the packet.
/// </summary>
public sealed class ReceptionStatistics
{
    private readonly int _clockRate;
    private readonly double _ticksPerTimestamp;
    private long _base = long.MinValue;
    private long _highest;
    private long _received;
    private long _duplicates;
    private long _bytes;
    private long _expectedBefore;
    private long _receivedBefore;
    private double _jitter;
    private double _lastTransit;

    /// <summary>Makes empty statistics.</summary>
    /// <param name="clockRate">RTP ticks per second.</param>
    /// <param name="time">Gives the frequency of arrival timestamps.</param>
    public ReceptionStatistics(int clockRate, TimeProvider time)
    {
        _clockRate = clockRate;
        _ticksPerTimestamp = (double)clockRate / time.TimestampFrequency;
    }

    /// <summary>Packets received, duplicates left out.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Packets received more than once.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Bytes of RTP received, headers included.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Packets that should have come since the source started.</summary>
    public long Expected => _base == long.MinValue ? 0 : Volatile.Read(ref _highest) - _base + 1;

    /// <summary>Packets lost since the source started; may be negative after late duplicates.</summary>
    public long Lost => Expected - Received;

    /// <summary>Interarrival jitter.</summary>
    public TimeSpan Jitter => TimeSpan.FromSeconds(Volatile.Read(ref _jitter) / _clockRate);

    /// <summary>Extended highest sequence number as report blocks carry it: cycles in the upper 16 bits.</summary>
    internal uint ExtendedHighest => (uint)Volatile.Read(ref _highest);

    /// <summary>Interarrival jitter in RTP ticks.</summary>
    internal uint JitterTicks => (uint)Math.Min(uint.MaxValue, Volatile.Read(ref _jitter));

    /// <summary>Takes the fraction lost since the last call, in 1/256 (RFC 3550 A.3).</summary>
    internal byte TakeFractionLost()
    {
        var expected = Expected - _expectedBefore;
        var received = Received - _receivedBefore;
        _expectedBefore += expected;
        _receivedBefore += received;
        var lost = expected - received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, (lost << 8) / expected);
    }

    /// <summary>Counts a received packet.</summary>
    /// <param name="sequence">Unwrapped sequence number.</param>
    /// <param name="timestamp">RTP timestamp.</param>
    /// <param name="arrival">Arrival, as <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="length">Length of the packet in bytes.</param>
    internal void Add(long sequence, uint timestamp, long arrival, int length)
    {
        // In RTP ticks; both sides wrap, so only the 32-bit difference means anything.
        var transit = (arrival * _ticksPerTimestamp) - timestamp;
        if (_base == long.MinValue)
        {
            _highest = sequence;
            _base = sequence;
        }
        else
        {
            var distance = Math.Abs(Math.IEEERemainder(transit - _lastTransit, 4294967296.0));
            _jitter += (distance - _jitter) / 16;
        }
        _lastTransit = transit;
        Volatile.Write(ref _highest, Math.Max(_highest, sequence));
        Volatile.Write(ref _received, _received + 1);
        Volatile.Write(ref _bytes, _bytes + length);
    }

    /// <summary>Counts a packet that had been received before.</summary>
    internal void AddDuplicate() => Volatile.Write(ref _duplicates, _duplicates + 1);

    /// <summary>A new source starts: received, lost and jitter start anew; bytes and duplicates go on.</summary>
    internal void Restart()
    {
        _receivedBefore = 0;
        _expectedBefore = 0;
        Volatile.Write(ref _received, 0);
        _base = long.MinValue;
        _highest = 0;
        _jitter = 0;
    }
}
