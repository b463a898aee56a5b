using System.Buffers.Binary;

namespace Command.Tools.LightClient;

/// <summary>
/// One track of a publisher: its SSRCs, numbers, the last packets for those who ask again, and what it sent so far. One thread at a time.
/// </summary>
internal sealed class LightOutboundTrack(int clockRate)
{
    /// <summary>Room for a packet with header, extensions, the original number of a retransmission and SRTP's tag.</summary>
    public const int MaxPacketLength = 1500;

    private const int MaxMidTimes = 100;
    private const int Kept = 1024; // several seconds of video
    private readonly Sent[] _history = new Sent[Kept];
    private readonly uint _timestampOffset = (uint)Random.Shared.NextInt64(1L << 32);
    private ushort _sequence = (ushort)Random.Shared.Next(0, 1 << 15);
    private ushort _rtxSequence = (ushort)Random.Shared.Next(0, 1 << 15);
    private int _midTimes;

    /// <summary>Of the media.</summary>
    public uint Ssrc { get; } = (uint)Random.Shared.NextInt64(1, 1L << 32);

    /// <summary>Of retransmissions.</summary>
    public uint RtxSsrc { get; } = (uint)Random.Shared.NextInt64(1, 1L << 32);

    /// <summary>Set by the answer; null while nothing may be sent.</summary>
    public LightTrackPlan? Plan { get; set; }

    /// <summary>Media packets sent.</summary>
    public uint Packets { get; private set; }

    /// <summary>Media payload bytes sent.</summary>
    public uint Octets { get; private set; }

    /// <summary>Retransmissions sent.</summary>
    public long Retransmitted { get; private set; }

    /// <summary>RTP time of a wall clock time: the RTP clock counts from the Unix epoch plus a random start.</summary>
    public uint TimestampAt(DateTimeOffset time) =>
        unchecked(
            _timestampOffset
            + (uint)(ulong)((Int128)(time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * clockRate / TimeSpan.TicksPerSecond)
        );

    /// <summary>Writes the next packet.</summary>
    /// <param name="destination">At least <see cref="MaxPacketLength"/> bytes.</param>
    /// <param name="plan">From the answer.</param>
    /// <param name="payload">Kept for those who ask again.</param>
    /// <param name="timestamp">RTP time.</param>
    /// <param name="marker">Last of its picture.</param>
    /// <param name="transportNumber">Number for transport-wide feedback.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <returns>Bytes written.</returns>
    public int Write(
        Span<byte> destination,
        LightTrackPlan plan,
        ReadOnlyMemory<byte> payload,
        uint timestamp,
        bool marker,
        ushort transportNumber,
        out ushort sequence
    )
    {
        sequence = _sequence++;
        _history[sequence % Kept] = new Sent(sequence, timestamp, marker, payload);
        Packets++;
        Octets = unchecked(Octets + (uint)payload.Length);
        var length = WriteHeader(destination, plan, plan.PayloadType, marker, sequence, timestamp, Ssrc, transportNumber);
        payload.Span.CopyTo(destination[length..]);
        return length + payload.Length;
    }

    /// <summary>Writes a packet again in the retransmission stream (RFC 4588 §4); 0 when it is not kept any more or RTX was refused.</summary>
    public int WriteAgain(Span<byte> destination, LightTrackPlan plan, ushort original, ushort transportNumber, out ushort sequence)
    {
        sequence = 0;
        if (
            plan.RtxPayloadType is not { } payloadType
            || _history[original % Kept] is not { Payload.IsEmpty: false } sent
            || sent.Sequence != original
        )
        {
            return 0;
        }

        sequence = _rtxSequence++;
        Retransmitted++;
        var length = WriteHeader(destination, plan, payloadType, sent.Marker, sequence, sent.Timestamp, RtxSsrc, transportNumber);
        BinaryPrimitives.WriteUInt16BigEndian(destination[length..], original);
        sent.Payload.Span.CopyTo(destination[(length + 2)..]);
        return length + 2 + sent.Payload.Length;
    }

    private int WriteHeader(
        Span<byte> packet,
        LightTrackPlan plan,
        byte payloadType,
        bool marker,
        ushort sequence,
        uint timestamp,
        uint ssrc,
        ushort transportNumber
    )
    {
        packet[0] = 0x80;
        packet[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);

        // One-byte header extensions (RFC 8285 §4.2). The name of the section goes on the first packets only, as browsers do it.
        var at = 16;
        if (plan.TransportId != 0)
        {
            packet[at] = (byte)((plan.TransportId << 4) | 1);
            BinaryPrimitives.WriteUInt16BigEndian(packet[(at + 1)..], transportNumber);
            at += 3;
        }

        if (plan.MidId != 0 && plan.Mid.Length is > 0 and <= 16 && _midTimes < MaxMidTimes)
        {
            _midTimes++;
            packet[at] = (byte)((plan.MidId << 4) | (plan.Mid.Length - 1));
            at += 1 + System.Text.Encoding.ASCII.GetBytes(plan.Mid, packet[(at + 1)..]);
        }

        if (at == 16)
        {
            return 12;
        }

        packet[0] |= 0x10;
        while (at % 4 != 0)
        {
            packet[at++] = 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(packet[12..], 0xBEDE);
        BinaryPrimitives.WriteUInt16BigEndian(packet[14..], (ushort)((at - 16) / 4));
        return at;
    }

    private readonly record struct Sent(ushort Sequence, uint Timestamp, bool Marker, ReadOnlyMemory<byte> Payload);
}
