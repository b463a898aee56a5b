using System.Diagnostics.CodeAnalysis;

namespace Command.Media.Buffers;

/// <summary>
/// Rents packet buffers in a few sizes and takes them back. Thread-safe; a rent in the steady state allocates nothing.
/// </summary>
/// <remarks>
/// One pool per media server. The sizes are those that really travel: a G.711 packet, half a camera packet, a WebRTC packet, an Ethernet
/// packet and the largest UDP datagram. Returned buffers are used again last in, first out, while they are still in the CPU's cache.
/// Each size keeps a bounded number of idle buffers; more than that is left to the garbage collector.
/// </remarks>
public sealed class PacketPool : IDisposable
{
    private static readonly int[] Capacities = [384, 768, 1280, 1536, 65536];
    private static readonly int[] IdleLimits = [16384, 16384, 65536, 16384, 64];

    private readonly SizeClassStack[] _idle;
    private readonly IPacketPoolObserver? _observer;
    private long _outstanding;
    private long _overReturned;

    /// <summary>Makes an empty pool.</summary>
    public PacketPool()
        : this(null) { }

    internal PacketPool(IPacketPoolObserver? observer)
    {
        _observer = observer;
        _idle = new SizeClassStack[Capacities.Length];
        for (var i = 0; i < _idle.Length; i++)
        {
            _idle[i] = new SizeClassStack(IdleLimits[i]);
        }
    }

    /// <summary>The largest length that can be rented, in bytes.</summary>
    public static int MaximumLength => Capacities[^1];

    /// <summary>Buffers that are rented and not yet returned.</summary>
    public long Outstanding => Interlocked.Read(ref _outstanding);

    /// <summary>How often a buffer was disposed more often than it was retained: always a defect.</summary>
    public long OverReturned => Interlocked.Read(ref _overReturned);

    /// <summary>Rents a buffer of at least <paramref name="minimumLength"/> bytes with <see cref="PacketBuffer.Length"/> 0.</summary>
    /// <param name="minimumLength">1 to <see cref="MaximumLength"/> bytes.</param>
    /// <returns>A buffer with one reference that the caller owns.</returns>
    public PacketBuffer Rent(int minimumLength = 1500)
    {
        var sizeClass = SizeClassOf(minimumLength);
        if (!_idle[sizeClass].TryPop(out var buffer))
        {
            buffer = new PacketBuffer(this, sizeClass, Capacities[sizeClass]);
        }
        buffer.Reset();
        Interlocked.Increment(ref _outstanding);
        _observer?.OnRented(buffer);
        return buffer;
    }

    /// <summary>Rents a buffer and copies <paramref name="data"/> into it.</summary>
    /// <param name="data">1 to <see cref="MaximumLength"/> bytes.</param>
    /// <returns>A buffer with one reference that the caller owns; its length is that of the data.</returns>
    public PacketBuffer RentCopy(ReadOnlySpan<byte> data)
    {
        var buffer = Rent(data.Length);
        data.CopyTo(buffer.Span);
        buffer.Length = data.Length;
        return buffer;
    }

    /// <summary>Forgets the idle buffers. Buffers still out may be returned afterwards.</summary>
    public void Dispose()
    {
        foreach (var stack in _idle)
        {
            stack.Close();
        }
    }

    internal void Return(PacketBuffer buffer)
    {
        Interlocked.Decrement(ref _outstanding);
        if (_observer is null || _observer.OnReturned(buffer))
        {
            _idle[buffer.SizeClass].Push(buffer);
        }
    }

    internal void OnOverReturned(PacketBuffer buffer)
    {
        Interlocked.Increment(ref _overReturned);
        _observer?.OnOverReturned(buffer);
    }

    private static int SizeClassOf(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        for (var i = 0; i < Capacities.Length; i++)
        {
            if (length <= Capacities[i])
            {
                return i;
            }
        }
        throw new ArgumentOutOfRangeException(nameof(length), length, $"The largest packet buffer has {MaximumLength} bytes.");
    }

    /// <summary>Idle buffers of one size; a short lock beats concurrent collections here, which allocate or are first in, first out.</summary>
    private sealed class SizeClassStack(int limit)
    {
        private readonly Lock _gate = new();
        private PacketBuffer?[] _items = new PacketBuffer?[16];
        private int _count;
        private bool _closed;

        public bool TryPop([NotNullWhen(true)] out PacketBuffer? buffer)
        {
            lock (_gate)
            {
                if (_count == 0)
                {
                    buffer = null;
                    return false;
                }
                buffer = _items[--_count];
                _items[_count] = null;
                return buffer is not null;
            }
        }

        public void Push(PacketBuffer buffer)
        {
            lock (_gate)
            {
                if (_closed || _count == limit)
                {
                    return;
                }
                if (_count == _items.Length)
                {
                    Array.Resize(ref _items, Math.Min(limit, _count * 2));
                }
                _items[_count++] = buffer;
            }
        }

        public void Close()
        {
            lock (_gate)
            {
                _closed = true;
                _count = 0;
                _items = [];
            }
        }
    }
}
