namespace Command.Media.WebRtc;

/// <summary>
/// Knows which packets of one source are missing and when to ask for them (RFC 4585 §6.2.1). One thread at a time; allocates nothing.
/// </summary>
/// <remarks>
/// A gap is asked for after <see cref="RepairPace.ReorderTolerance"/>, then again at every <see cref="RepairPace.Interval"/>, until it is
/// filled, has been asked for too often, or is too old. The list is bounded: a gap that does not fit is no gap but an outage, for which
/// only a key frame helps.
/// </remarks>
internal sealed class NackGenerator
{
    /// <summary>Packets missing at a time.</summary>
    public const int Capacity = 512;

    private readonly TimeProvider _time;
    private readonly MissedPacket[] _missing = new MissedPacket[Capacity];
    private int _count;
    private long _highest = long.MinValue;

    /// <summary>Makes a generator that has seen nothing.</summary>
    /// <param name="time">The clock.</param>
    public NackGenerator(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>Packets that are missing now.</summary>
    public int Count => _count;

    /// <summary>Numbers asked for, each time counted.</summary>
    public long Requested { get; private set; }

    /// <summary>Numbers no longer asked for: too often, too old, before a key frame that replaces them, or too many at a time.</summary>
    public long Abandoned { get; private set; }

    /// <summary>Notes a packet that came by itself.</summary>
    /// <param name="sequence">Unwrapped.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="isOutage">Whether so many are missing before it that none will be asked for.</param>
    /// <returns>Whether packets before it turned out to be missing.</returns>
    public bool OnPacket(long sequence, long now, out bool isOutage)
    {
        isOutage = false;
        if (_highest == long.MinValue)
        {
            _highest = sequence;
            return false;
        }
        if (sequence <= _highest)
        {
            TryResolve(sequence, out _);
            return false;
        }
        var first = _highest + 1;
        _highest = sequence;
        if (first == sequence)
        {
            return false;
        }
        var missing = sequence - first;
        if (missing > Capacity)
        {
            Abandoned += missing + _count;
            _count = 0;
            isOutage = true;
            return true;
        }
        var excess = (int)Math.Max(0, _count + missing - Capacity);
        Abandoned += excess;
        RemoveFirst(excess);
        for (var number = first; number < sequence; number++)
        {
            _missing[_count++] = new MissedPacket { Sequence = number, NoticedAt = now };
        }
        return true;
    }

    /// <summary>A packet is not missing any more.</summary>
    /// <param name="sequence">Unwrapped.</param>
    /// <param name="missed">When it was missed and asked for.</param>
    /// <returns><see langword="false"/> if it was not missing.</returns>
    public bool TryResolve(long sequence, out MissedPacket missed)
    {
        for (var i = 0; i < _count && _missing[i].Sequence <= sequence; i++)
        {
            if (_missing[i].Sequence == sequence)
            {
                missed = _missing[i];
                Array.Copy(_missing, i + 1, _missing, i, _count - i - 1);
                _count--;
                return true;
            }
        }
        missed = default;
        return false;
    }

    /// <summary>Takes the numbers that are to be asked for now, ascending.</summary>
    /// <param name="destination">Gets them; what does not fit comes next time.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="roundTrip">To the source and back.</param>
    /// <returns>How many.</returns>
    public int Collect(Span<ushort> destination, long now, TimeSpan roundTrip)
    {
        var interval = RepairPace.Interval(roundTrip);
        var wait = RepairPace.Wait(roundTrip);
        var taken = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref _missing[i];
            var age = _time.GetElapsedTime(entry.NoticedAt, now);
            var isDue = entry.Requests == 0 ? age >= RepairPace.ReorderTolerance : _time.GetElapsedTime(entry.LastAskedAt, now) >= interval;
            if (age >= wait || (isDue && entry.Requests == RepairPace.MaximumRequests))
            {
                Abandoned++;
                continue;
            }
            if (isDue && taken < destination.Length)
            {
                entry.FirstAskedAt = entry.Requests == 0 ? now : entry.FirstAskedAt;
                entry.LastAskedAt = now;
                entry.Requests++;
                destination[taken++] = (ushort)entry.Sequence;
            }
            _missing[kept++] = entry;
        }
        _count = kept;
        Requested += taken;
        return taken;
    }

    /// <summary>
    /// A key frame that was asked for starts: nothing before it is needed, but what is missing right before it may be its own beginning.
    /// </summary>
    /// <param name="sequence">Unwrapped number of the packet that showed it.</param>
    /// <returns>The oldest number that is still worth waiting for.</returns>
    public long ForgetBeforeKeyFrame(long sequence)
    {
        var before = 0;
        while (before < _count && _missing[before].Sequence < sequence)
        {
            before++;
        }
        var oldest = sequence;
        while (before > 0 && _missing[before - 1].Sequence == oldest - 1)
        {
            before--;
            oldest--;
        }
        Abandoned += before;
        RemoveFirst(before);
        return oldest;
    }

    /// <summary>Forgets everything: another source follows.</summary>
    public void Reset()
    {
        Abandoned += _count;
        _count = 0;
        _highest = long.MinValue;
    }

    private void RemoveFirst(int count)
    {
        if (count > 0)
        {
            _count = Math.Max(0, _count - count);
            Array.Copy(_missing, count, _missing, 0, _count);
        }
    }
}
