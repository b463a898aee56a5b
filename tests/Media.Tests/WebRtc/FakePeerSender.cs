using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

/// <summary>
/// Records what a session sends, and enforces what a real sender's cipher depends on: numbers of one SSRC only ever go up.
/// </summary>
internal sealed class FakePeerSender : IPeerSender
{
    private readonly Lock _gate = new();
    private readonly byte[] _room = new byte[1_500];
    private readonly Dictionary<uint, long> _last = [];
    private readonly List<Sent> _packets = [];
    private readonly List<byte[]> _reports = [];
    private int _flushes;

    public bool IsConnected { get; set; } = true;

    public bool HasRepeatedNumber { get; private set; }

    public int Flushes => Volatile.Read(ref _flushes);

    public List<Sent> Packets
    {
        get
        {
            lock (_gate)
            {
                return [.. _packets];
            }
        }
    }

    public List<byte[]> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports];
            }
        }
    }

    public Span<byte> ReserveRtp(int maxLength) => _room.AsSpan(0, maxLength);

    public void CommitRtp(int length)
    {
        Assert.Equal(RtpParseError.None, RtpPacketView.TryParse(_room.AsSpan(0, length), out var view));
        lock (_gate)
        {
            var sequence = _last.TryGetValue(view.Ssrc, out var last)
                ? last + (short)(view.SequenceNumber - (ushort)last)
                : view.SequenceNumber;
            HasRepeatedNumber |= _last.ContainsKey(view.Ssrc) && sequence <= last;
            _last[view.Ssrc] = sequence;
            _packets.Add(new Sent(view.Ssrc, view.PayloadType, sequence, view.Timestamp, view.Marker, view.Payload.ToArray()));
        }
    }

    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        lock (_gate)
        {
            _reports.Add(compound.ToArray());
        }
    }

    public void Flush() => Interlocked.Increment(ref _flushes);

    /// <summary>Sender reports sent for an SSRC.</summary>
    public List<SenderReport> SenderReports(uint ssrc)
    {
        var found = new List<SenderReport>();
        foreach (var report in Reports)
        {
            var compound = new RtcpCompound(report);
            while (compound.TryReadNext(out var packet))
            {
                if (SenderReport.TryRead(packet, out var sent) && sent.Ssrc == ssrc)
                {
                    found.Add(sent);
                }
            }
        }
        return found;
    }

    internal sealed record Sent(uint Ssrc, byte PayloadType, long Sequence, uint Timestamp, bool Marker, byte[] Payload);
}
