using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>Source description with the one item that is mandatory, CNAME (RFC 3550 §6.5).</summary>
internal static class SourceDescription
{
    private const byte CanonicalName = 1;

    /// <summary>Reads the CNAME of the first source.</summary>
    /// <param name="packet">Any packet.</param>
    /// <param name="ssrc">The source.</param>
    /// <param name="name">Its CNAME, UTF-8.</param>
    public static bool TryReadCanonicalName(RtcpPacketView packet, out uint ssrc, out ReadOnlySpan<byte> name)
    {
        ssrc = 0;
        name = default;
        if (packet.Type != RtcpPacketType.SourceDescription || packet.Count == 0 || packet.Body.Length < 4)
        {
            return false;
        }
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet.Body);
        var items = packet.Body[4..];
        while (items.Length >= 2 && items[0] != 0)
        {
            int length = items[1];
            if (length > items.Length - 2)
            {
                return false;
            }
            if (items[0] == CanonicalName)
            {
                name = items.Slice(2, length);
                return true;
            }
            items = items[(2 + length)..];
        }
        return false;
    }

    /// <summary>Writes one source with its CNAME.</summary>
    /// <param name="destination">At least 16 bytes more than the name.</param>
    /// <param name="ssrc">The source.</param>
    /// <param name="name">Its CNAME, UTF-8, up to 255 bytes.</param>
    /// <returns>Length in bytes.</returns>
    public static int Write(Span<byte> destination, uint ssrc, ReadOnlySpan<byte> name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 255);
        // The list of items ends with at least one zero and fills up to a multiple of four.
        var end = 10 + name.Length;
        var length = (end + 4) & ~3;
        destination[end..length].Clear();
        name.CopyTo(destination[10..]);
        destination[9] = (byte)name.Length;
        destination[8] = CanonicalName;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        RtcpCompound.WriteHeader(destination, RtcpPacketType.SourceDescription, 1, length);
        return length;
    }
}
