using System.Buffers.Binary;

namespace Command.Media.Srtp;

/// <summary>The few header facts SRTP needs (RFC 3550 §5.1), read without trusting the packet.</summary>
internal static class SrtpHeader
{
    /// <summary>Bytes that stay clear: fixed header, CSRC list and header extension.</summary>
    /// <returns>False when the packet is not RTP version 2 or ends inside its header.</returns>
    public static bool TryMeasure(ReadOnlySpan<byte> packet, out int headerLength)
    {
        headerLength = 12;
        if (packet.Length < 12 || packet[0] >> 6 != 2)
        {
            return false;
        }

        headerLength += (packet[0] & 0x0F) * 4;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < headerLength + 4)
            {
                return false;
            }

            headerLength += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(headerLength + 2)..]));
        }

        return packet.Length >= headerLength;
    }

    /// <summary>Sequence number of a measured packet.</summary>
    public static ushort Sequence(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    /// <summary>SSRC of a measured packet.</summary>
    public static uint Ssrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
}
