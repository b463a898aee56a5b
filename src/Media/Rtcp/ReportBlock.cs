using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>What a receiver says about one source (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">The source.</param>
/// <param name="FractionLost">Lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Lost since the start, 24 bits signed.</param>
/// <param name="ExtendedHighest">Highest sequence number, cycles in the upper 16 bits.</param>
/// <param name="Jitter">Interarrival jitter in RTP ticks.</param>
/// <param name="LastSenderReport">Compact NTP time of the last sender report, 0 if none.</param>
/// <param name="DelaySinceLastSenderReport">Since it arrived, in 1/65536 second.</param>
internal readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint ExtendedHighest,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport
)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 24;

    /// <summary>Reads a block; the caller has checked that 24 bytes are there.</summary>
    public static ReportBlock Read(ReadOnlySpan<byte> block)
    {
        var lost = BinaryPrimitives.ReadUInt32BigEndian(block[4..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(block),
            (byte)(lost >> 24),
            (int)(lost << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[20..])
        );
    }

    /// <summary>Writes the block.</summary>
    public void Write(Span<byte> destination)
    {
        var lost = (uint)Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF) & 0xFF_FFFF;
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], DelaySinceLastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ((uint)FractionLost << 24) | lost);
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
    }
}
