using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>Generic negative acknowledgement (RFC 4585 §6.2.1): sequence numbers that did not arrive.</summary>
internal static class GenericNack
{
    private const int Format = 1;

    /// <summary>Reads whose packets are missing; their numbers come from <see cref="ReadSequences"/>.</summary>
    public static bool TryRead(RtcpPacketView packet, out uint mediaSource)
    {
        mediaSource = 0;
        if (packet.Type != RtcpPacketType.TransportFeedback || packet.Count != Format || packet.Body.Length < 12)
        {
            return false;
        }
        mediaSource = BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]);
        return true;
    }

    /// <summary>Reads the missing sequence numbers, in the packet's order.</summary>
    /// <param name="packet">A packet that <see cref="TryRead"/> accepted.</param>
    /// <param name="destination">Gets them.</param>
    /// <returns>How many there are; what does not fit is left out.</returns>
    public static int ReadSequences(RtcpPacketView packet, Span<ushort> destination)
    {
        var count = 0;
        for (var items = packet.Body[8..]; items.Length >= 4; items = items[4..])
        {
            var first = BinaryPrimitives.ReadUInt16BigEndian(items);
            var following = BinaryPrimitives.ReadUInt16BigEndian(items[2..]);
            if (count == destination.Length)
            {
                return count;
            }
            destination[count++] = first;
            for (var bit = 0; bit < 16; bit++)
            {
                if ((following & (1 << bit)) == 0)
                {
                    continue;
                }
                if (count == destination.Length)
                {
                    return count;
                }
                destination[count++] = (ushort)(first + bit + 1);
            }
        }
        return count;
    }

    /// <summary>Writes a feedback packet.</summary>
    /// <param name="destination">Up to 12 + 4 bytes per number.</param>
    /// <param name="sender">SSRC of the receiver that misses them.</param>
    /// <param name="mediaSource">SSRC whose packets are missing.</param>
    /// <param name="sequences">Missing numbers, ascending, at least one.</param>
    /// <returns>Length in bytes.</returns>
    public static int Write(Span<byte> destination, uint sender, uint mediaSource, params ReadOnlySpan<ushort> sequences)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sequences.Length, nameof(sequences));
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], sender);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], mediaSource);
        var length = 12;
        for (var i = 0; i < sequences.Length; )
        {
            var first = sequences[i++];
            var following = 0;
            while (i < sequences.Length && (ushort)(sequences[i] - first) is >= 1 and <= 16)
            {
                following |= 1 << ((ushort)(sequences[i++] - first) - 1);
            }
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], first);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 2)..], (ushort)following);
            length += 4;
        }
        RtcpCompound.WriteHeader(destination, RtcpPacketType.TransportFeedback, Format, length);
        return length;
    }
}
