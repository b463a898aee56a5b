using System.Buffers.Binary;
using Command.Media.Time;

namespace Command.Media.Rtcp;

/// <summary>
/// The two report blocks by which a receiver that sends nothing learns its round trip: it tells its time (RFC 3611 §4.4) and the other
/// side tells how long ago it heard it (RFC 3611 §4.5).
/// </summary>
internal static class ExtendedReport
{
    /// <summary>Length of a report with one reference time, in bytes.</summary>
    public const int ReferenceTimeLength = 20;

    private const byte ReferenceTimeBlock = 4;
    private const byte DelayBlock = 5;
    private const int BlocksOffset = 4;
    private const int BlockHeaderLength = 4;
    private const int DelayLength = 12;

    /// <summary>Writes a receiver reference time report.</summary>
    /// <param name="destination">At least <see cref="ReferenceTimeLength"/> bytes.</param>
    /// <param name="receiver">Our SSRC.</param>
    /// <param name="now">Wall time; only compared with itself.</param>
    /// <returns>Its length, 20.</returns>
    public static int WriteReferenceTime(Span<byte> destination, uint receiver, NtpTimestamp now)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[12..], now.Value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], 2);
        destination[9] = 0;
        destination[8] = ReferenceTimeBlock;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], receiver);
        RtcpCompound.WriteHeader(destination, RtcpPacketType.ExtendedReport, 0, ReferenceTimeLength);
        return ReferenceTimeLength;
    }

    /// <summary>Finds what the other side says of a receiver's last reference time.</summary>
    /// <param name="packet">Any packet.</param>
    /// <param name="receiver">Our SSRC.</param>
    /// <param name="lastReport">Compact NTP time of the reference time it heard last; 0: none.</param>
    /// <param name="delay">Since then, in 1/65536 second.</param>
    public static bool TryReadDelay(RtcpPacketView packet, uint receiver, out uint lastReport, out uint delay)
    {
        lastReport = 0;
        delay = 0;
        if (packet.Type != RtcpPacketType.ExtendedReport || packet.Body.Length < BlocksOffset)
        {
            return false;
        }
        for (var blocks = packet.Body[BlocksOffset..]; blocks.Length >= BlockHeaderLength; )
        {
            var length = BlockHeaderLength + (BinaryPrimitives.ReadUInt16BigEndian(blocks[2..]) * 4);
            if (length > blocks.Length)
            {
                return false;
            }
            if (blocks[0] == DelayBlock && TryFind(blocks[BlockHeaderLength..length], receiver, out lastReport, out delay))
            {
                return true;
            }
            blocks = blocks[length..];
        }
        return false;
    }

    private static bool TryFind(ReadOnlySpan<byte> entries, uint receiver, out uint lastReport, out uint delay)
    {
        for (; entries.Length >= DelayLength; entries = entries[DelayLength..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(entries) == receiver)
            {
                lastReport = BinaryPrimitives.ReadUInt32BigEndian(entries[4..]);
                delay = BinaryPrimitives.ReadUInt32BigEndian(entries[8..]);
                return true;
            }
        }
        lastReport = 0;
        delay = 0;
        return false;
    }
}
