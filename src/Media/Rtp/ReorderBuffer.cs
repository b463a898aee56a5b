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
    private readonly (long Sequence, RtpPacket Packet)[] _waiting;
    private int _first;
    private int _count;
    private long _next = long.MinValue;
    private long _givenUp = long.MinValue;

    /// <summary>Makes a buffer.</summary>
    /// <param name="window">Most packets that wait for a missing one; 0 gives no reordering, only gap detection.</param>
    /// <param name="deadline">Longest wait, in <see cref="TimeProvider.GetTimestamp"/> units.</param>
    public ReorderBuffer(int window, long deadline)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        _window = window;
        Deadline = deadline;
        _waiting = new (long, RtpPacket)[window + 1];
    }

    /// <summary>The unwrapped sequence number that is expected next, or <see cref="long.MinValue"/> before the first packet.</summary>
    public long Next => _next;

    /// <summary>Packets that wait for a missing one.</summary>
    public int Waiting => _count;

    /// <summary>Longest wait, in <see cref="TimeProvider.GetTimestamp"/> units; counts for what waits already.</summary>
    public long Deadline { get; set; }

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
        while (at > 0 && At(at - 1).Sequence >= sequence)
        {
            at--;
            if (At(at).Sequence == sequence)
            {
                return ReorderVerdict.Duplicate;
            }
        }
        MakeRoom(at);
        At(at) = (sequence, packet);
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
        ref var first = ref At(0);
        if (first.Sequence != _next && _count <= _window && _givenUp < first.Sequence && now - first.Packet.ArrivalTimestamp < Deadline)
        {
            return false;
        }
        missing = first.Sequence - _next;
        _next = first.Sequence + 1;
        packet = first.Packet;
        first = default;
        _first = (_first + 1) % _waiting.Length;
        _count--;
        return true;
    }

    /// <summary>What is missing before a packet is waited for no longer.</summary>
    /// <param name="sequence">Unwrapped sequence number of the packet.</param>
    public void GiveUpBefore(long sequence) => _givenUp = Math.Max(_givenUp, sequence);

    /// <summary>Forgets the order; what waits is released. The next packet is the first.</summary>
    public void Reset()
    {
        for (var i = 0; i < _count; i++)
        {
            At(i).Packet.Release();
            At(i) = default;
        }
        _count = 0;
        _next = long.MinValue;
        _givenUp = long.MinValue;
    }

    /// <summary>Releases what waits.</summary>
    public void Dispose() => Reset();

    private ref (long Sequence, RtpPacket Packet) At(int place)
    {
        var index = _first + place;
        return ref _waiting[index < _waiting.Length ? index : index - _waiting.Length];
    }

    /// <summary>Moves the shorter side: packets mostly come at the end, repairs at the start.</summary>
    private void MakeRoom(int place)
    {
        if (place <= _count / 2)
        {
            _first = _first == 0 ? _waiting.Length - 1 : _first - 1;
            for (var i = 0; i < place; i++)
            {
                At(i) = At(i + 1);
            }
        }
        else
        {
            for (var i = _count; i > place; i--)
            {
                At(i) = At(i - 1);
            }
        }
        _count++;
    }
}
