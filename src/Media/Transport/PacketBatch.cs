namespace Command.Media.Transport;

/// <summary>
/// Datagrams for one destination, written one behind the other. Neighbours of equal size (the last may be shorter) form a run that
/// leaves in one go by UDP segmentation. Owned by one thread between <see cref="DatagramSender.Rent"/> and the send.
/// </summary>
internal sealed class PacketBatch
{
    /// <summary>Bytes a batch holds; below the largest UDP payload, so that any run fits one send.</summary>
    public const int Capacity = 60 * 1024;

    /// <summary>Runs a batch holds.</summary>
    public const int MaxRuns = 16;

    /// <summary>Linux cuts one send into at most this many datagrams (UDP_MAX_SEGMENTS of older kernels).</summary>
    public const int MaxSegments = 64;

    private readonly byte[] _buffer = new byte[Capacity];
    private readonly Run[] _runs = new Run[MaxRuns];
    private int _runCount;
    private int _used;
    private bool _runIsClosed;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _runCount == 0;

    /// <summary>Datagrams that wait.</summary>
    public int DatagramCount { get; private set; }

    /// <summary>The runs, in order.</summary>
    public ReadOnlySpan<Run> Runs => _runs.AsSpan(0, _runCount);

    /// <summary>All bytes, in order.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _used);

    /// <summary>True when a datagram of this size can still be taken, whatever its neighbours are.</summary>
    public bool HasRoomFor(int length) => _used + length <= Capacity && _runCount < MaxRuns;

    /// <summary>Room for the next datagram; ask <see cref="HasRoomFor"/> first. Valid until the next call.</summary>
    public Span<byte> Reserve(int length) => _buffer.AsSpan(_used, length);

    /// <summary>Takes the datagram that was written into the reserved room.</summary>
    public void Commit(int length)
    {
        ref var last = ref _runs[Math.Max(0, _runCount - 1)];
        if (_runCount > 0 && !_runIsClosed && length <= last.SegmentLength && last.SegmentCount < MaxSegments)
        {
            last = last with { Length = last.Length + length };
            _runIsClosed = length < last.SegmentLength;
        }
        else
        {
            _runs[_runCount++] = new Run(_used, length, length);
            _runIsClosed = false;
        }

        _used += length;
        DatagramCount++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _runCount = 0;
        _used = 0;
        DatagramCount = 0;
        _runIsClosed = false;
    }

    /// <summary>Equal datagrams one behind the other.</summary>
    /// <param name="Offset">Of the first byte in the batch.</param>
    /// <param name="Length">Bytes of all.</param>
    /// <param name="SegmentLength">Bytes of each but the last.</param>
    internal readonly record struct Run(int Offset, int Length, int SegmentLength)
    {
        /// <summary>How many datagrams.</summary>
        public int SegmentCount => (Length + SegmentLength - 1) / SegmentLength;
    }
}
