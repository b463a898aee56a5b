using Command.Media.Rtp;

namespace Command.Media.Hub;

/// <summary>
/// The one shared memory of a track: a ring of packets that every viewer reads with a cursor of its own, from which late viewers start
/// and lost packets are sent again.
/// </summary>
/// <remarks>
/// One writer, under the track's lock; readers take no lock. A reader copies the slot, takes a reference, and then looks whether the tail
/// has passed its index: the writer moves the tail before it lets a packet go, so a packet found behind the tail is never used. The ring
/// keeps all packets since the newest whole key frame and, while somebody watches, a minimum for retransmission; never more than
/// <see cref="MaximumPackets"/> or <see cref="MaximumBytes"/>.
/// </remarks>
public sealed class PacketHistory
{
    /// <summary>Most packets kept.</summary>
    public const int MaximumPackets = 4096;

    /// <summary>Most bytes kept, counted by the capacity of the buffers.</summary>
    public const long MaximumBytes = 8 * 1024 * 1024;

    private const int InitialSlots = 64;

    private volatile RtpPacket[] _slots = new RtpPacket[InitialSlots];
    private long _head;
    private long _tail;
    private long _bytes;

    internal PacketHistory() { }

    /// <summary>Index that the next packet will get; indexes count from 0 without gaps.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>Index of the oldest packet kept; equals <see cref="Head"/> when there is none.</summary>
    public long Tail => Volatile.Read(ref _tail);

    /// <summary>Bytes kept, counted by the capacity of the buffers.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Reads one packet. Any thread.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="packet">The packet, retained: the caller owes one <see cref="RtpPacket.Release"/>.</param>
    /// <returns><see langword="false"/> if it is no longer, or not yet, kept.</returns>
    public bool TryRead(long index, out RtpPacket packet)
    {
        packet = default;
        if (index >= Volatile.Read(ref _head) || index < Volatile.Read(ref _tail))
        {
            return false;
        }
        // After the head: the array that holds every packet below it was published before it.
        var slots = _slots;
        var copy = slots[index & (slots.Length - 1)];
        if (copy.Buffer is not { } buffer || !buffer.TryRetain())
        {
            return false;
        }
        if (Volatile.Read(ref _tail) > index)
        {
            // Let go meanwhile: the copy may be torn and the buffer may be somebody else's by now.
            buffer.Dispose();
            return false;
        }
        packet = copy;
        return true;
    }

    /// <summary>Appends a packet and takes a reference to it. Writer only.</summary>
    internal void Append(in RtpPacket packet)
    {
        if (_head - _tail == _slots.Length)
        {
            if (_slots.Length == MaximumPackets)
            {
                TrimTo(_tail + 1);
            }
            else
            {
                Grow();
            }
        }
        packet.Buffer.Retain();
        _bytes += packet.Buffer.Capacity;
        _slots[_head & (_slots.Length - 1)] = packet;
        Volatile.Write(ref _head, _head + 1);
        while (_bytes > MaximumBytes)
        {
            TrimTo(_tail + 1);
        }
    }

    /// <summary>Lets go every packet before an index. Writer only.</summary>
    internal void TrimTo(long index)
    {
        var slots = _slots;
        for (var i = _tail; i < index; i = _tail)
        {
            ref var slot = ref slots[i & (slots.Length - 1)];
            var buffer = slot.Buffer;
            Volatile.Write(ref _tail, i + 1);
            _bytes -= buffer.Capacity;
            // Giving the reference back is a full fence: no reader sees the slot change before the tail.
            buffer.Dispose();
            slot = default;
        }
    }

    private void Grow()
    {
        var old = _slots;
        var slots = new RtpPacket[old.Length * 2];
        for (var i = _tail; i < _head; i++)
        {
            slots[i & (slots.Length - 1)] = old[i & (old.Length - 1)];
        }
        _slots = slots;
    }
}
