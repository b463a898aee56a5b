using Command.Media.Rtcp;

namespace Command.Media.WebRtc;

/// <summary>
/// Sends feedback to a publisher: alone where both sides agreed to that (RFC 5506), else behind an empty report and our CNAME, as every
/// compound must begin (RFC 3550 §6.1).
/// </summary>
/// <param name="ownSsrc">SSRC of our reports.</param>
/// <param name="canonicalName">CNAME, UTF-8, at most 64 bytes.</param>
/// <param name="isReducedSize">Whether feedback may go alone.</param>
internal sealed class FeedbackSender(uint ownSsrc, byte[] canonicalName, bool isReducedSize)
{
    /// <summary>Most bytes of one piece of feedback.</summary>
    public const int MaximumLength = 1_000;

    /// <summary>Sends one packet; borrows it. Send loop.</summary>
    public void Send(IPeerSender sender, ReadOnlySpan<byte> packet)
    {
        if (isReducedSize)
        {
            sender.SendRtcp(packet);
            return;
        }
        Span<byte> compound = stackalloc byte[MaximumLength + 128];
        var length = ReceiverReport.Write(compound, ownSsrc);
        length += SourceDescription.Write(compound[length..], ownSsrc, canonicalName);
        packet.CopyTo(compound[length..]);
        sender.SendRtcp(compound[..(length + packet.Length)]);
    }
}
