using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>Goodbye (RFC 3550 §6.6).</summary>
internal static class Goodbye
{
    /// <summary>Whether the packet says that a source leaves.</summary>
    public static bool Names(RtcpPacketView packet, uint ssrc)
    {
        if (packet.Type != RtcpPacketType.Goodbye)
        {
            return false;
        }
        var sources = packet.Body;
        for (var i = 0; i < packet.Count && sources.Length >= 4; i++)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(sources) == ssrc)
            {
                return true;
            }
            sources = sources[4..];
        }
        return false;
    }

    /// <summary>Writes a goodbye of up to 31 sources, without a reason text.</summary>
    /// <returns>Length in bytes.</returns>
    public static int Write(Span<byte> destination, params ReadOnlySpan<uint> sources)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sources.Length, 31);
        var length = RtcpCompound.HeaderLength + (sources.Length * 4);
        for (var i = 0; i < sources.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[(4 + (i * 4))..], sources[i]);
        }
        RtcpCompound.WriteHeader(destination, RtcpPacketType.Goodbye, sources.Length, length);
        return length;
    }
}
