using System.Buffers.Binary;

namespace Command.Media.Rtcp;

/// <summary>Full intra request (RFC 5104 §4.3.1): a viewer wants a key frame. Only read; we send picture loss indications.</summary>
internal static class FullIntraRequest
{
    private const int Format = 4;

    /// <summary>Whether the packet asks a source for a key frame.</summary>
    public static bool Names(RtcpPacketView packet, uint ssrc)
    {
        if (packet.Type != RtcpPacketType.PayloadFeedback || packet.Count != Format)
        {
            return false;
        }
        // Sender and an unused media source, then entries of SSRC, command number and reserved bytes.
        for (var entries = packet.Body; entries.Length >= 16; entries = entries[8..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(entries[8..]) == ssrc)
            {
                return true;
            }
        }
        return false;
    }
}
