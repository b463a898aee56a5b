namespace Command.Media.Srtp;

/// <summary>
/// Which packet indexes were seen (RFC 3711 §3.3.2): ask before authentication, commit after it.
/// Remembers <see cref="Size"/> indexes behind the newest; older ones count as seen. Not thread-safe.
/// </summary>
internal sealed class ReplayWindow
{
    /// <summary>Indexes remembered; the RFC asks for at least 64, video bursts with reordering need more.</summary>
    public const int Size = 1024;

    private const int Words = Size / 64;
    private readonly ulong[] _seen = new ulong[Words];
    private ulong _newest;
    private bool _any;

    /// <summary>True when a packet with this index was not seen and is not too old to tell.</summary>
    public bool IsFresh(ulong index)
    {
        if (!_any || index > _newest)
        {
            return true;
        }

        return _newest - index < Size && (_seen[Word(index)] & Bit(index)) == 0;
    }

    /// <summary>Remembers an authenticated index; only such may move the window.</summary>
    public void Commit(ulong index)
    {
        if (!_any)
        {
            _any = true;
            _newest = index;
        }
        else if (index > _newest)
        {
            Forget(_newest, index);
            _newest = index;
        }
        else if (_newest - index >= Size)
        {
            return;
        }

        _seen[Word(index)] |= Bit(index);
    }

    private void Forget(ulong from, ulong to)
    {
        if (to - from >= Size)
        {
            Array.Clear(_seen);
            return;
        }

        for (var index = from + 1; index <= to; index++)
        {
            _seen[Word(index)] &= ~Bit(index);
        }
    }

    private static int Word(ulong index) => (int)(index / 64 % Words);

    private static ulong Bit(ulong index) => 1UL << (int)(index % 64);
}
