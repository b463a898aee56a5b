using System.Buffers.Binary;
using Command.Media.Time;

namespace Command.Media.Rtcp;

/// <summary>Sender report without its blocks (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">The sender.</param>
/// <param name="Ntp">Wall time of the report.</param>
/// <param name="RtpTimestamp">The same instant on the RTP clock.</param>
/// <param name="PacketCount">Packets sent so far.</param>
/// <param name="OctetCount">Payload bytes sent so far.</param>
internal readonly record struct SenderReport(uint Ssrc, NtpTimestamp Ntp, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    /// <summary>Length of a report without blocks, header included, in bytes.</summary>
    public const int Length = 28;

    private const int BlocksOffset = 24;

    /// <summary>Reads a report.</summary>
    public static bool TryRead(RtcpPacketView packet, out SenderReport report)
    {
        report = default;
        if (packet.Type != RtcpPacketType.SenderReport || packet.Body.Length < BlocksOffset)
        {
            return false;
        }
        var body = packet.Body;
        report = new SenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(body),
            new NtpTimestamp(BinaryPrimitives.ReadUInt64BigEndian(body[4..])),
            BinaryPrimitives.ReadUInt32BigEndian(body[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[20..])
        );
        return true;
    }

    /// <summary>Reads one of the report's blocks.</summary>
    /// <param name="packet">A sender report.</param>
    /// <param name="index">0 and up.</param>
    /// <param name="block">The block.</param>
    public static bool TryReadBlock(RtcpPacketView packet, int index, out ReportBlock block)
    {
        var offset = BlocksOffset + (index * ReportBlock.Length);
        if (index >= packet.Count || offset + ReportBlock.Length > packet.Body.Length)
        {
            block = default;
            return false;
        }
        block = ReportBlock.Read(packet.Body[offset..]);
        return true;
    }

    /// <summary>Writes a report without blocks.</summary>
    /// <returns>Its length, 28.</returns>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], OctetCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], RtpTimestamp);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Ssrc);
        RtcpCompound.WriteHeader(destination, RtcpPacketType.SenderReport, 0, Length);
        return Length;
    }
}
