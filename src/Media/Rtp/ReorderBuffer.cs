namespace Command.Media.Rtp;

/// <summary>What became of a packet given to a <see cref="ReorderBuffer"/>.</summary>
internal enum ReorderVerdict
{
    /// <summary>Taken; ownership has passed to the buffer.</summary>
    Taken,

    /// <summary>Already there or already passed on; the caller still owns it.</summary>
    Duplicate,

    /// <summary>Its place was given up before; the caller still owns it.</summary>
    TooLate,
}

/// <summary>
/// Restores order within a bounded window and time. What is missing is waited for until the window is full or the first waiting packet
/// is older than the deadline. One thread; drain after each insert.
/// </summary>
internal sealed class ReorderBuffer : IDisposable
{
    private readonly int _window;
    private readonly long _deadline;
    private readonly (long Sequence, RtpPacket Packet)[] _waiting;
    private int _count;
    private long _next = long.MinValue;

    /// <summary>Makes a buffer.</summary>
    /// <param name="window">Most packets that wait for a missing one; 0 gives no reordering, only gap detection.</param>
    /// <param name="deadline">Longest wait, in <see cref="TimeProvider.GetTimestamp"/> units.</param>
    public ReorderBuffer(int window, long deadline)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        _window = window;
        _deadline = deadline;
        _waiting = new (long, RtpPacket)[window + 1];
    }

    /// <summary>The unwrapped sequence number that is expected next, or <see cref="long.MinValue"/> before the first packet.</summary>
    public long Next => _next;

    /// <summary>Inserts a packet. Takes ownership only if the verdict is <see cref="ReorderVerdict.Taken"/>.</summary>
    /// <param name="sequence">Unwrapped sequence number.</param>
    /// <param name="packet">The packet.</param>
    public ReorderVerdict Insert(long sequence, in RtpPacket packet)
    {
        if (_next == long.MinValue)
        {
            _next = sequence;
        }
        if (sequence < _next)
        {
            return ReorderVerdict.TooLate;
        }
        var at = _count;
        while (at > 0 && _waiting[at - 1].Sequence >= sequence)
        {
            at--;
            if (_waiting[at].Sequence == sequence)
            {
                return ReorderVerdict.Duplicate;
            }
        }
        Array.Copy(_waiting, at, _waiting, at + 1, _count - at);
        _waiting[at] = (sequence, packet);
        _count++;
        return ReorderVerdict.Taken;
    }

    /// <summary>Takes the next packet out, if its turn has come.</summary>
    /// <param name="now">Time, in <see cref="TimeProvider.GetTimestamp"/> units.</param>
    /// <param name="packet">The packet; ownership passes to the caller.</param>
    /// <param name="missing">How many packets before it were given up.</param>
    public bool TryTake(long now, out RtpPacket packet, out long missing)
    {
        packet = default;
        missing = 0;
        if (_count == 0)
        {
            return false;
        }
        var (sequence, first) = _waiting[0];
        if (sequence != _next && _count <= _window && now - first.ArrivalTimestamp < _deadline)
        {
            return false;
        }
        missing = sequence - _next;
        _next = sequence + 1;
        packet = first;
        _count--;
        Array.Copy(_waiting, 1, _waiting, 0, _count);
        _waiting[_count] = default;
        return true;
    }

    /// <summary>Forgets the order; what waits is released. The next packet is the first.</summary>
    public void Reset()
    {
        for (var i = 0; i < _count; i++)
        {
            _waiting[i].Packet.Release();
            _waiting[i] = default;
        }
        _count = 0;
        _next = long.MinValue;
    }

    /// <summary>Releases what waits.</summary>
    public void Dispose() => Reset();
}
