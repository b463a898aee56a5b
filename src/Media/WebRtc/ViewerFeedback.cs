using Command.Media.Rtcp;
using Command.Media.Time;

namespace Command.Media.WebRtc;

/// <summary>
/// What a viewer says by RTCP, from the receive thread to the send loop: a small bounded inbox. Two threads; allocates nothing.
/// </summary>
/// <remarks>Of reports and picture losses only the last counts. Missing packets that do not fit are dropped and counted: the viewer asks again.</remarks>
internal sealed class ViewerFeedback(uint[] ssrcs)
{
    private const int MaximumNacks = 256;
    private const int NacksPerPacket = 128;

    private readonly Lock _gate = new();
    private readonly (int Track, ushort Sequence)[] _nacks = new (int, ushort)[MaximumNacks];
    private readonly (ReportBlock Block, uint ArrivalCompact)?[] _reports = new (ReportBlock, uint)?[ssrcs.Length];
    private readonly bool[] _pictureLost = new bool[ssrcs.Length];
    private int _nackCount;

    /// <summary>Missing packets that did not fit.</summary>
    public long Dropped { get; private set; }

    /// <summary>Parses a compound into the inbox. Receive thread.</summary>
    /// <param name="compound">Clear text.</param>
    /// <param name="wall">Wall time of its arrival.</param>
    /// <returns>Whether there is something for the send loop.</returns>
    public bool Receive(ReadOnlySpan<byte> compound, DateTimeOffset wall)
    {
        var isNew = false;
        var packets = new RtcpCompound(compound);
        lock (_gate)
        {
            while (packets.TryReadNext(out var packet))
            {
                isNew |= packet.Type switch
                {
                    RtcpPacketType.ReceiverReport or RtcpPacketType.SenderReport => TakeReports(packet, wall),
                    RtcpPacketType.TransportFeedback => TakeNack(packet),
                    RtcpPacketType.PayloadFeedback => TakePictureLoss(packet),
                    _ => false,
                };
            }
        }
        return isNew;
    }

    /// <summary>Takes one missing packet out. Send loop.</summary>
    public bool TryTakeNack(out int track, out ushort sequence)
    {
        lock (_gate)
        {
            if (_nackCount == 0)
            {
                track = 0;
                sequence = 0;
                return false;
            }
            // The order among missing packets does not matter much; the newest first needs no moving.
            (track, sequence) = _nacks[--_nackCount];
            return true;
        }
    }

    /// <summary>Takes whether a track's picture was lost. Send loop.</summary>
    public bool TakePictureLoss(int track)
    {
        lock (_gate)
        {
            var lost = _pictureLost[track];
            _pictureLost[track] = false;
            return lost;
        }
    }

    /// <summary>Takes a track's last report. Send loop.</summary>
    /// <param name="track">Index of the track.</param>
    /// <param name="block">The block.</param>
    /// <param name="roundTrip">By its time stamps (RFC 3550 §6.4.1), or null.</param>
    public bool TryTakeReport(int track, out ReportBlock block, out TimeSpan? roundTrip)
    {
        lock (_gate)
        {
            block = default;
            roundTrip = null;
            if (_reports[track] is not { } report)
            {
                return false;
            }
            _reports[track] = null;
            block = report.Block;
            if (block.LastSenderReport != 0)
            {
                var trip = (int)(report.ArrivalCompact - block.LastSenderReport - block.DelaySinceLastSenderReport);
                // Clocks in 1/65536 second: a little below zero is rounding, far away is nonsense.
                roundTrip = trip is >= -655 and < 65536 * 30 ? TimeSpan.FromSeconds(Math.Max(0, trip) / 65536.0) : null;
            }
            return true;
        }
    }

    private bool TakeReports(RtcpPacketView packet, DateTimeOffset wall)
    {
        var isNew = false;
        for (var i = 0; i < packet.Count; i++)
        {
            var isRead =
                packet.Type == RtcpPacketType.ReceiverReport
                    ? ReceiverReport.TryReadBlock(packet, i, out var block)
                    : SenderReport.TryReadBlock(packet, i, out block);
            if (isRead && Array.IndexOf(ssrcs, block.Ssrc) is var track and >= 0)
            {
                _reports[track] = (block, NtpTimestamp.FromDateTimeOffset(wall).Compact);
                isNew = true;
            }
        }
        return isNew;
    }

    private bool TakeNack(RtcpPacketView packet)
    {
        if (!GenericNack.TryRead(packet, out var source) || Array.IndexOf(ssrcs, source) is not (var track and >= 0))
        {
            return false;
        }
        Span<ushort> sequences = stackalloc ushort[NacksPerPacket];
        var count = GenericNack.ReadSequences(packet, sequences);
        for (var i = count - 1; i >= 0; i--)
        {
            if (_nackCount == MaximumNacks)
            {
                Dropped += i + 1;
                break;
            }
            _nacks[_nackCount++] = (track, sequences[i]);
        }
        return count > 0;
    }

    private bool TakePictureLoss(RtcpPacketView packet)
    {
        var isNew = false;
        if (PictureLossIndication.TryRead(packet, out var source) && Array.IndexOf(ssrcs, source) is var track and >= 0)
        {
            _pictureLost[track] = isNew = true;
        }
        for (var i = 0; i < ssrcs.Length; i++)
        {
            if (FullIntraRequest.Names(packet, ssrcs[i]))
            {
                _pictureLost[i] = isNew = true;
            }
        }
        return isNew;
    }
}
