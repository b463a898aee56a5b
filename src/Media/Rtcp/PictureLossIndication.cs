using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>Picture loss indication (RFC 4585 §6.3.1): a viewer cannot go on without a key frame.</summary>
internal static class PictureLossIndication
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 12;

    private const int Format = 1;

    /// <summary>Reads whose picture is lost.</summary>
    public static bool TryRead(RtcpPacketView packet, out uint mediaSource)
    {
        mediaSource = 0;
        if (packet.Type != RtcpPacketType.PayloadFeedback || packet.Count != Format || packet.Body.Length < 8)
        {
            return false;
        }
        mediaSource = BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]);
        return true;
    }

    /// <summary>Writes an indication.</summary>
    /// <returns>Its length, 12.</returns>
    public static int Write(Span<byte> destination, uint sender, uint mediaSource)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], mediaSource);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], sender);
        RtcpCompound.WriteHeader(destination, RtcpPacketType.PayloadFeedback, Format, Length);
        return Length;
    }
}
