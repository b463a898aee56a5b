namespace Command.Media.Buffers;

/// <summary>
/// A reference-counted lease on one pooled array: the only thing in this server that holds packet bytes.
/// </summary>
/// <remarks>
/// Ownership: <see cref="PacketPool.Rent"/> hands out one reference, and each <see cref="Retain"/> one more; every reference owes exactly
/// one <see cref="Dispose"/>. The last one returns the array. A method that is given a buffer borrows it for the call unless its
/// documentation says "takes ownership". Bytes and <see cref="Length"/> are written by the one owner before the first share and are
/// read-only from then on. Counting is thread-safe.
/// </remarks>
public sealed class PacketBuffer : IDisposable
{
    private readonly PacketPool _pool;
    private readonly byte[] _array;
    private int _references;
    private int _length;

    internal PacketBuffer(PacketPool pool, int sizeClass, int capacity)
    {
        _pool = pool;
        SizeClass = sizeClass;
        _array = GC.AllocateUninitializedArray<byte>(capacity);
    }

    /// <summary>The whole capacity, in bytes; contents are undefined after a rent.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been returned.</exception>
    public Span<byte> Span
    {
        get
        {
            ThrowIfReturned();
            return _array;
        }
    }

    /// <summary>The whole capacity as memory, valid while a reference is held.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been returned.</exception>
    public Memory<byte> Memory
    {
        get
        {
            ThrowIfReturned();
            return _array;
        }
    }

    /// <summary>The valid bytes: the first <see cref="Length"/> bytes of <see cref="Span"/>.</summary>
    public ReadOnlySpan<byte> Data => Span[.._length];

    /// <summary>Number of valid bytes, 0 to <see cref="Capacity"/>.</summary>
    public int Length
    {
        get => _length;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _array.Length);
            _length = value;
        }
    }

    /// <summary>Size of the array in bytes.</summary>
    public int Capacity => _array.Length;

    internal int SizeClass { get; }

    /// <summary>Takes one more reference.</summary>
    /// <returns>This buffer; the caller now owes one more <see cref="Dispose"/>.</returns>
    /// <exception cref="ObjectDisposedException">The buffer has been returned.</exception>
    public PacketBuffer Retain()
    {
        ObjectDisposedException.ThrowIf(!TryRetain(), this);
        return this;
    }

    /// <summary>Takes one more reference unless the buffer has been returned already.</summary>
    /// <remarks>
    /// A buffer that was returned may have been rented again, so a caller that holds no reference of its own must check afterwards that
    /// the place it found the buffer in still holds it (see <c>Hub.PacketHistory</c>).
    /// </remarks>
    /// <returns><see langword="true"/> if the caller now owes one more <see cref="Dispose"/>.</returns>
    public bool TryRetain()
    {
        var references = Volatile.Read(ref _references);
        while (references > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return true;
            }
            references = seen;
        }
        return false;
    }

    /// <summary>Gives one reference back; the last one returns the array to its pool.</summary>
    public void Dispose()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            _pool.Return(this);
        }
        else if (left < 0)
        {
            // Undo, so that the buffer stays "returned" for everybody else; the pool counts the fault.
            Interlocked.Increment(ref _references);
            _pool.OnOverReturned(this);
        }
    }

    internal void Reset()
    {
        _length = 0;
        Volatile.Write(ref _references, 1);
    }

    internal void Poison() => _array.AsSpan().Fill(0xDD);

    private void ThrowIfReturned() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _references) <= 0, this);
}
