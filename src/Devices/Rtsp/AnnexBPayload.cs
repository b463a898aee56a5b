using System.Buffers.Binary;

namespace Command.Devices.Rtsp;

/// <summary>
/// Turns an RTP packet whose H.264 payload carries start codes into one that RFC 6184 allows, in place: one NAL unit becomes a single
/// unit packet, several become a STAP-A (§5.7.1), which is never longer, since two length bytes replace at least three of a start code.
/// </summary>
internal static class AnnexBPayload
{
    private const int RtpHeaderLength = 12;
    private const byte AggregationType = 24;

    /// <summary>Gives the new length; the packet stays as it is when its payload does not begin with a start code.</summary>
    public static int Normalize(Span<byte> packet)
    {
        var offset = PayloadOffset(packet);
        if (offset < 0)
        {
            return packet.Length;
        }

        var payload = packet[offset..];
        var prefix = StartCodeLength(payload);
        if (prefix == 0 || payload.Length == prefix)
        {
            return packet.Length;
        }

        var first = payload[prefix..];
        var next = FindStartCode(first, out _);
        return offset + (next < 0 ? MoveSingle(payload, prefix) : Aggregate(payload, prefix));
    }

    private static int MoveSingle(Span<byte> payload, int prefix)
    {
        payload[prefix..].CopyTo(payload);
        return payload.Length - prefix;
    }

    private static int Aggregate(Span<byte> payload, int prefix)
    {
        // NRI of the aggregate is the highest of its units, F is set when one unit sets it (§5.7.1).
        var read = prefix;
        var written = 1;
        byte importance = 0;
        byte forbidden = 0;
        while (read < payload.Length)
        {
            var rest = payload[read..];
            var next = FindStartCode(rest, out var codeLength);
            var length = next < 0 ? rest.Length : next;
            if (length > 0)
            {
                importance = Math.Max(importance, (byte)(rest[0] & 0x60));
                forbidden |= (byte)(rest[0] & 0x80);

                // The unit moves first: its length is written over bytes that were read.
                rest[..length].CopyTo(payload[(written + 2)..]);
                BinaryPrimitives.WriteUInt16BigEndian(payload[written..], (ushort)length);
                written += 2 + length;
            }

            read += length + codeLength;
        }

        payload[0] = (byte)(forbidden | importance | AggregationType);
        return written;
    }

    /// <summary>Offset of the payload of a packet without padding; -1 when the header does not fit.</summary>
    private static int PayloadOffset(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < RtpHeaderLength + 4 || packet[0] >> 6 != 2 || (packet[0] & 0x20) != 0)
        {
            return -1;
        }

        var offset = RtpHeaderLength + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < offset + 4)
            {
                return -1;
            }

            offset += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]) * 4);
        }

        return offset + 4 <= packet.Length ? offset : -1;
    }

    private static int StartCodeLength(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) ? 3
        : bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 1]) ? 4
        : 0;

    /// <summary>Index of the next start code and its length, with the zero bytes before it; -1 and 0 when there is none.</summary>
    private static int FindStartCode(ReadOnlySpan<byte> bytes, out int length)
    {
        var index = bytes.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
        if (index < 0)
        {
            length = 0;
            return -1;
        }

        length = 3;
        while (index > 0 && bytes[index - 1] == 0)
        {
            index--;
            length++;
        }

        return index;
    }
}
