using System.Buffers.Binary;
using Command.Media.Hub;
using Command.Media.Rtp;

namespace Command.Media.WebRtc;

/// <summary>
/// Answers negative acknowledgements with retransmissions (RFC 4588) out of the track's shared history. One thread: the send loop.
/// </summary>
/// <remarks>
/// Each retransmission has the RTX stream's own SSRC and a number of its own, so that no number is ever protected twice with other bytes.
/// The same packet is sent again at the earliest after a round trip and only a few times; all together stay within a budget that grows
/// with what is sent, so that feedback cannot be turned into a flood.
/// </remarks>
internal sealed class NackResponder
{
    private const int RememberedLength = 256;
    private const int MaximumResends = 6;
    private const int MaximumBudget = 512;
    private const int InitialBudget = 128;

    private readonly PacketHistory _history;
    private readonly RtpRewriter _rewriter;
    private readonly byte _payloadType;
    private readonly uint _ssrc;
    private readonly long _shortestInterval;
    private Resent[]? _remembered;
    private ushort _sequence;
    private double _budget = InitialBudget;

    /// <summary>Makes a responder.</summary>
    /// <param name="history">The track's packets.</param>
    /// <param name="rewriter">The viewer's numbers.</param>
    /// <param name="payloadType">RTX payload type.</param>
    /// <param name="ssrc">RTX SSRC.</param>
    /// <param name="firstSequence">Random first number of the RTX stream.</param>
    /// <param name="time">Gives the unit of times.</param>
    public NackResponder(PacketHistory history, RtpRewriter rewriter, byte payloadType, uint ssrc, ushort firstSequence, TimeProvider time)
    {
        _history = history;
        _rewriter = rewriter;
        _payloadType = payloadType;
        _ssrc = ssrc;
        _sequence = firstSequence;
        _shortestInterval = time.TimestampFrequency / 100;
    }

    /// <summary>Packets sent again.</summary>
    public long Retransmitted { get; private set; }

    /// <summary>Packets asked for that were not sent again: gone, left out, too often or over the budget.</summary>
    public long Refused { get; private set; }

    /// <summary>Widens the budget: one retransmission for two packets.</summary>
    public void OnSent(int packets) => _budget = Math.Min(MaximumBudget, _budget + (packets * 0.5));

    /// <summary>Answers for one packet.</summary>
    /// <param name="sequence">The missing number, as the viewer saw it.</param>
    /// <param name="now">Time, in <see cref="TimeProvider.GetTimestamp"/> units.</param>
    /// <param name="roundTrip">Round trip in the same units, 0 if not known.</param>
    /// <param name="sender">Gets the retransmission.</param>
    public void Answer(ushort sequence, long now, long roundTrip, IPeerSender sender)
    {
        if (_budget < 1 || !_rewriter.TryFind(sequence, out var index, out var unwrapped) || !MayResend(unwrapped, now, roundTrip))
        {
            Refused++;
            return;
        }
        if (!_history.TryRead(index, out var packet))
        {
            Refused++;
            return;
        }
        var length = RtpPacketView.FixedHeaderLength + 2 + packet.PayloadLength;
        var room = sender.ReserveRtp(length);
        RtpPacketWriter.WriteHeader(room, packet.Marker, _payloadType, _sequence++, _rewriter.TimestampOf(index, packet.Time), _ssrc);
        // The original sequence number goes before the payload (RFC 4588 §4).
        BinaryPrimitives.WriteUInt16BigEndian(room[RtpPacketView.FixedHeaderLength..], sequence);
        packet.Payload.CopyTo(room[(RtpPacketView.FixedHeaderLength + 2)..]);
        packet.Release();
        sender.CommitRtp(length);
        _budget--;
        Retransmitted++;
    }

    private bool MayResend(long unwrapped, long now, long roundTrip)
    {
        _remembered ??= new Resent[RememberedLength];
        ref var entry = ref _remembered[unwrapped & (RememberedLength - 1)];
        if (entry.Count == 0 || entry.Sequence != unwrapped)
        {
            entry = new Resent
            {
                Sequence = unwrapped,
                At = now,
                Count = 1,
            };
            return true;
        }
        if (entry.Count >= MaximumResends || now - entry.At < Math.Max(_shortestInterval, roundTrip))
        {
            return false;
        }
        entry.At = now;
        entry.Count++;
        return true;
    }

    private struct Resent
    {
        public long Sequence;
        public long At;
        public int Count;
    }
}
