using Command.Media.Buffers;
using Command.Media.Time;

namespace Command.Media.Rtp;

/// <summary>
/// What travels through the server: a lease on the bytes and the facts about them.
/// </summary>
/// <remarks>
/// The facts are the truth: whoever corrected a timestamp or a marker bit did so here, and the header bytes in <see cref="Buffer"/> are
/// not read again. Passing the packet by <see langword="in"/> borrows it; who keeps it calls <see cref="Retain"/> and owes one
/// <see cref="Release"/>.
/// </remarks>
public readonly struct RtpPacket
{
    /// <summary>The bytes.</summary>
    public required PacketBuffer Buffer { get; init; }

    /// <summary>Where the payload starts in the buffer, in bytes.</summary>
    public required int PayloadOffset { get; init; }

    /// <summary>Length of the payload in bytes, without padding.</summary>
    public required int PayloadLength { get; init; }

    /// <summary>Time on the track, unwrapped.</summary>
    public MediaTime Time { get; init; }

    /// <summary>When it arrived, as <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long ArrivalTimestamp { get; init; }

    /// <summary>RTP timestamp of the source.</summary>
    public uint Timestamp { get; init; }

    /// <summary>Synchronisation source of the source.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Sequence number of the source; not contiguous where packets were split, inserted or left out.</summary>
    public ushort SequenceNumber { get; init; }

    /// <summary>Payload type of the source, 0 to 127.</summary>
    public byte PayloadType { get; init; }

    /// <summary>Whether this is the last packet of a picture.</summary>
    public bool Marker { get; init; }

    /// <summary>Whether a viewer may start here: the first packet of a key frame with its parameter sets.</summary>
    public bool StartsKeyFrame { get; init; }

    /// <summary>Whether packets are missing before this one, or a new source starts.</summary>
    public bool Discontinuity { get; init; }

    /// <summary>The payload; valid while a reference to the buffer is held.</summary>
    public ReadOnlySpan<byte> Payload => Buffer.Span.Slice(PayloadOffset, PayloadLength);

    /// <summary>Takes one more reference to the buffer; the caller owes one <see cref="Release"/>.</summary>
    public RtpPacket Retain()
    {
        Buffer.Retain();
        return this;
    }

    /// <summary>Gives one reference to the buffer back.</summary>
    public void Release() => Buffer.Dispose();
}
