using System.Buffers.Binary;
using Command.Media.Rtp;

namespace Command.Media.WebRtc;

/// <summary>
/// Tells a publisher when its packets arrived, from which it estimates its bandwidth. The receive thread notes, the send loop tells;
/// allocates nothing.
/// </summary>
/// <param name="ownSsrc">SSRC of our feedback.</param>
/// <param name="time">The clock.</param>
internal sealed class ArrivalReporter(uint ownSsrc, TimeProvider time)
{
    /// <summary>Shortest time between two reports; the tick of the send loop is the longest.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly TransportFeedbackBuilder _arrivals = new(time);
    private uint _source;
    private long? _reportedAt;

    /// <summary>Notes a packet that carries a transport-wide number.</summary>
    /// <param name="extensionId">Id of the header extension; 0: none was negotiated.</param>
    /// <param name="view">The packet.</param>
    /// <param name="arrival"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    /// <returns>Whether it is time to tell.</returns>
    public bool Note(int extensionId, RtpPacketView view, long arrival)
    {
        if (extensionId == 0 || !view.Extensions.TryFind(extensionId, out var value) || value.Length < sizeof(ushort))
        {
            return false;
        }
        lock (_gate)
        {
            _arrivals.OnPacket(BinaryPrimitives.ReadUInt16BigEndian(value), arrival);
            _source = view.Ssrc;
            return IsDue(arrival);
        }
    }

    /// <summary>Tells what arrived, if it is time to.</summary>
    public void Send(IPeerSender sender, FeedbackSender feedback, long now)
    {
        Span<byte> packet = stackalloc byte[TransportFeedbackBuilder.MaximumLength];
        while (TryWrite(packet, now, out var length))
        {
            feedback.Send(sender, packet[..length]);
        }
    }

    private bool TryWrite(Span<byte> packet, long now, out int length)
    {
        lock (_gate)
        {
            length = 0;
            // Once begun, all that waits is told.
            if ((_reportedAt != now && !IsDue(now)) || !_arrivals.TryWrite(packet, ownSsrc, _source, out length))
            {
                return false;
            }
            _reportedAt = now;
            return true;
        }
    }

    private bool IsDue(long now) => _reportedAt is not { } last || time.GetElapsedTime(last, now) >= Period;
}
