using System.Collections.Immutable;
using System.Text;
using Command.Media.Rtp;

namespace Command.Media.WebRtc;

/// <summary>
/// Which section of an answer a packet belongs to: by its payload type, which is one section's alone, unless the mid it carries
/// contradicts (RFC 8843 §9.2). Pure; any thread.
/// </summary>
internal sealed class InboundRoutes
{
    private readonly ImmutableArray<NegotiatedInbound> _sections;
    private readonly byte[][] _mids;

    /// <summary>Makes the routes of an answer.</summary>
    public InboundRoutes(ImmutableArray<NegotiatedInbound> sections)
    {
        _sections = sections;
        _mids = [.. sections.Select(section => Encoding.UTF8.GetBytes(section.Mid))];
    }

    /// <summary>Finds a packet's section.</summary>
    /// <param name="view">The packet.</param>
    /// <param name="isRepair">Whether it is a retransmission (RFC 4588).</param>
    /// <returns>Index of the section, or -1.</returns>
    public int Find(RtpPacketView view, out bool isRepair)
    {
        for (var i = 0; i < _sections.Length; i++)
        {
            var section = _sections[i];
            isRepair = view.PayloadType == section.RtxPayloadType;
            if ((isRepair || view.PayloadType == section.Format.PayloadType) && IsFrom(section, _mids[i], view, isRepair))
            {
                return i;
            }
        }
        isRepair = false;
        return -1;
    }

    private static bool IsFrom(NegotiatedInbound section, byte[] mid, RtpPacketView view, bool isRepair) =>
        view.Ssrc == (isRepair ? section.RtxSsrc : section.Ssrc)
        || section.MidId == 0
        || !view.Extensions.TryFind(section.MidId, out var value)
        || value.SequenceEqual(mid);
}
