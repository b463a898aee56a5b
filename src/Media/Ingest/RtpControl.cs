using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.Telemetry;
using Command.Media.Time;

namespace Command.Media.Ingest;

/// <summary>The RTCP side of one received track (RFC 3550 §6): takes sender reports, writes receiver reports. Under the receiver's lock.</summary>
internal sealed class RtpControl(
    uint receiverSsrc,
    byte[] canonicalName,
    ReceptionStatistics statistics,
    RtpTimeline timeline,
    TimeProvider time,
    FaultTally faults
)
{
    private uint _lastReport;
    private long _lastReportArrival;
    private volatile bool _saidGoodbye;

    /// <summary>Wall time by sender reports.</summary>
    public WallClockMapper WallClock { get; } = new();

    /// <summary>Whether the source said goodbye.</summary>
    public bool SaidGoodbye => _saidGoodbye;

    /// <summary>Takes a compound.</summary>
    /// <param name="compound">The bytes.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="source">SSRC of the media; reports of others are left out (Tapo sends such), before the first packet all are.</param>
    public void Receive(ReadOnlySpan<byte> compound, long arrival, uint? source)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryReadNext(out var packet))
        {
            if (SenderReport.TryRead(packet, out var report) && report.Ssrc == source)
            {
                TakeReport(report, arrival);
            }
            else if (source is { } ssrc && Goodbye.Names(packet, ssrc))
            {
                _saidGoodbye = true;
            }
        }
        if (packets.IsMalformed)
        {
            faults.Add(MediaFault.BadRtcp);
        }
    }

    /// <summary>Writes a receiver report with CNAME.</summary>
    public int Write(Span<byte> destination, uint? source)
    {
        var length = source is { } ssrc
            ? ReceiverReport.Write(destination, receiverSsrc, BlockOf(ssrc))
            : ReceiverReport.Write(destination, receiverSsrc);
        return length + SourceDescription.Write(destination[length..], receiverSsrc, canonicalName);
    }

    /// <summary>A new source follows.</summary>
    public void Restart()
    {
        _lastReport = 0;
        _saidGoodbye = false;
        WallClock.Reset();
    }

    private ReportBlock BlockOf(uint ssrc)
    {
        var delay = _lastReport == 0 ? 0 : (uint)(time.GetElapsedTime(_lastReportArrival).TotalSeconds * 65536);
        return new ReportBlock(
            ssrc,
            statistics.TakeFractionLost(),
            (int)Math.Clamp(statistics.Lost, -0x80_0000, 0x7F_FFFF),
            statistics.ExtendedHighest,
            statistics.JitterTicks,
            _lastReport,
            delay
        );
    }

    private void TakeReport(SenderReport report, long arrival)
    {
        _lastReport = report.Ntp.Compact;
        _lastReportArrival = arrival;
        if (report.Ntp.Value != 0 && timeline.TryMap(report.RtpTimestamp, out var media))
        {
            WallClock.OnSenderReport(media, report.Ntp.ToDateTimeOffset(), time.GetUtcNow() - time.GetElapsedTime(arrival));
        }
    }
}
