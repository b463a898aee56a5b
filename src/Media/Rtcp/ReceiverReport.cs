using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>Receiver report (RFC 3550 §6.4.2).</summary>
internal static class ReceiverReport
{
    private const int BlocksOffset = 4;

    /// <summary>Reads who reports.</summary>
    public static bool TryRead(RtcpPacketView packet, out uint reporter)
    {
        reporter = 0;
        if (packet.Type != RtcpPacketType.ReceiverReport || packet.Body.Length < BlocksOffset)
        {
            return false;
        }
        reporter = BinaryPrimitives.ReadUInt32BigEndian(packet.Body);
        return true;
    }

    /// <summary>Reads one of the report's blocks.</summary>
    /// <param name="packet">A receiver report.</param>
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

    /// <summary>Writes a report.</summary>
    /// <param name="destination">At least 8 + 24 × blocks bytes.</param>
    /// <param name="reporter">SSRC of the reporter.</param>
    /// <param name="blocks">Up to 31 blocks; none is a valid sign of life.</param>
    /// <returns>Its length in bytes.</returns>
    public static int Write(Span<byte> destination, uint reporter, params ReadOnlySpan<ReportBlock> blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, 31);
        var length = RtcpCompound.HeaderLength + BlocksOffset + (blocks.Length * ReportBlock.Length);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Write(destination[(8 + (i * ReportBlock.Length))..]);
        }
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], reporter);
        RtcpCompound.WriteHeader(destination, RtcpPacketType.ReceiverReport, blocks.Length, length);
        return length;
    }
}
