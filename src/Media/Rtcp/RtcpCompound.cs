using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>
/// Walks a compound (RFC 3550 §6.1) or reduced-size (RFC 5506) RTCP packet and writes common headers. Allocates nothing.
/// </summary>
/// <remarks>
/// Trailing bytes that are no packet end the walk and set <see cref="IsMalformed"/>; what came before stays valid, since some cameras
/// append garbage to good reports.
/// </remarks>
internal ref struct RtcpCompound(ReadOnlySpan<byte> compound)
{
    /// <summary>Length of the common header in bytes.</summary>
    public const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>Whether the walk ended at bytes that are no RTCP packet.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Moves to the next packet.</summary>
    public bool TryReadNext(out RtcpPacketView packet)
    {
        packet = default;
        if (_rest.IsEmpty)
        {
            return false;
        }
        if (_rest.Length < HeaderLength || _rest[0] >> 6 != 2)
        {
            return Stop();
        }
        var length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * 4;
        if (length > _rest.Length)
        {
            return Stop();
        }
        var end = length;
        if ((_rest[0] & 0x20) != 0)
        {
            var padding = _rest[length - 1];
            if (padding == 0 || padding > length - HeaderLength)
            {
                return Stop();
            }
            end -= padding;
        }
        packet = new RtcpPacketView((RtcpPacketType)_rest[1], _rest[0] & 0x1F, _rest[HeaderLength..end]);
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Writes a common header.</summary>
    /// <param name="destination">Where the packet starts.</param>
    /// <param name="type">Packet type.</param>
    /// <param name="count">0 to 31.</param>
    /// <param name="length">Length of the whole packet in bytes, a multiple of four.</param>
    public static void WriteHeader(Span<byte> destination, RtcpPacketType type, int count, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)((length / 4) - 1));
        destination[1] = (byte)type;
        destination[0] = (byte)(0x80 | (count & 0x1F));
    }

    private bool Stop()
    {
        IsMalformed = true;
        _rest = default;
        return false;
    }
}
