using System.Security.Cryptography;
using System.Text;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.WebRtc;

/// <summary>
/// One track on its way to one viewer: reads its cursor, rewrites, and hands packets to the peer's sender. One thread: the send loop.
/// </summary>
internal sealed class OutboundTrack : IDisposable
{
    /// <summary>Packets per turn: about one segmented send, so that a viewer that starts does not hold up the others.</summary>
    private const int PacketsPerTurn = 48;

    /// <summary>
    /// Largest payload that is passed on, in bytes. Pictures come in packets that fit; sound of 250 ms a packet does not fit a path, but
    /// often still arrives in pieces. What is larger no path carries and no cipher here takes.
    /// </summary>
    private const int MaximumPayload = 2000;

    /// <summary>Most bytes of a sender report with CNAME.</summary>
    public const int MaximumReportLength = 320;

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(1);

    /// <summary>A sample whose own clock says that it is further than this from its arrival has a clock that is not to be believed.</summary>
    private static readonly TimeSpan Believable = TimeSpan.FromSeconds(2);

    private readonly NegotiatedTrack _numbers;
    private readonly TimeProvider _time;
    private readonly byte[] _canonicalName;
    private readonly TrackSubscription _subscription;
    private readonly RtpRewriter _rewriter;
    private readonly NackResponder? _nack;
    private readonly KeyFrameRequestThrottle _keyFrames;
    private readonly bool _isVideo;
    private readonly int _clockRate;
    private JoinPacer _pacer;
    private PlayabilityVerdict _playability;
    private TrackFormat _judged;
    private MediaTime _lastTime;
    private long _lastArrival;
    private MediaTime? _keyFrameTime;
    private long? _reportedAt;
    private long _tooLarge;

    /// <summary>Subscribes the track, at the newest key frame that is kept.</summary>
    /// <param name="track">What to send.</param>
    /// <param name="numbers">The numbers the viewer was promised.</param>
    /// <param name="signal">Told when there is something to send.</param>
    /// <param name="time">The clock.</param>
    public OutboundTrack(Track track, NegotiatedTrack numbers, ITrackSignal signal, TimeProvider time)
    {
        _numbers = numbers;
        _time = time;
        _canonicalName = Encoding.UTF8.GetBytes(numbers.Cname);
        _pacer = new JoinPacer(time);
        _judged = track.Format;
        _playability = Playability.OfTrack(_judged);
        _clockRate = _judged.ClockRate;
        _isVideo = _judged.Kind == MediaKind.Video;
        _subscription = track.Subscribe(SubscriptionStart.CachedKeyFrame, signal);
        _keyFrames = KeyFrameRequestThrottle.Of(track);
        _rewriter = new RtpRewriter(
            _clockRate,
            FirstSequence(),
            (uint)RandomNumberGenerator.GetInt32(int.MaxValue),
            _subscription.CachedUntil
        );
        if (numbers.RtxPayloadType is { } rtx)
        {
            _nack = new NackResponder(track.History, _rewriter, rtx, numbers.RtxSsrc, FirstSequence(), time);
        }
    }

    /// <summary>SSRC of the outgoing packets.</summary>
    public uint Ssrc => _numbers.Ssrc;

    /// <summary>Whether it carries pictures.</summary>
    public bool IsVideo => _isVideo;

    /// <summary>Packets sent, retransmissions left out.</summary>
    public long Packets { get; private set; }

    /// <summary>Payload bytes sent, retransmissions left out.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets sent again.</summary>
    public long Retransmitted => _nack?.Retransmitted ?? 0;

    /// <summary>Packets asked for and not sent again.</summary>
    public long NotRetransmitted { get; private set; }

    /// <summary>Packets skipped because the viewer was too slow, or because they were too large.</summary>
    public long Skipped => _subscription.Dropped + _tooLarge;

    /// <summary>Key frames that the source was asked for on this viewer's behalf.</summary>
    public long KeyFrameRequests { get; private set; }

    /// <summary>Whether a whole key frame was sent; always for sound once a packet was.</summary>
    public bool SentKeyFrame { get; private set; }

    /// <summary>Whether a browser can play what the source sends now. It may change while the stream runs.</summary>
    public PlayabilityVerdict Playable
    {
        get
        {
            var format = _subscription.Track.Format;
            if (!ReferenceEquals(format, _judged))
            {
                _judged = format;
                _playability = Playability.OfTrack(format);
            }
            return _playability;
        }
    }

    /// <summary>What the viewer last reported.</summary>
    public ReportBlock LastReport { get; private set; }

    /// <summary>Round trip by the viewer's last report, or null.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Writes what waits into the sender's batch, up to one turn's share.</summary>
    /// <param name="sender">Where it goes.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    public SendTurn Send(IPeerSender sender, long now)
    {
        _pacer.Refill(now);
        var turn = SendTurn.More;
        var sent = 0;
        while (sent < PacketsPerTurn)
        {
            if (_pacer.HoldsBack)
            {
                turn = SendTurn.HeldBack;
                break;
            }
            if (!_subscription.TryRead(out var packet, out var index))
            {
                _pacer.End();
                turn = SendTurn.Done;
                break;
            }
            _pacer.Take(packet.PayloadLength);
            Write(packet, index, sender);
            packet.Release();
            sent++;
        }
        if (sent > 0)
        {
            _nack?.OnSent(sent);
        }
        return turn;
    }

    /// <summary>Answers for one packet that the viewer misses.</summary>
    public void OnNack(ushort sequence, long now, IPeerSender sender)
    {
        if (_nack is null)
        {
            NotRetransmitted++;
            return;
        }
        var roundTrip = RoundTrip is { } known ? (long)(known.TotalSeconds * _time.TimestampFrequency) : 0;
        _nack.Answer(sequence, now, roundTrip, sender);
        NotRetransmitted = _nack.Refused;
    }

    /// <summary>The viewer cannot go on without a key frame.</summary>
    public void OnPictureLost(long now)
    {
        if (_isVideo && _keyFrames.Request(now, _time))
        {
            KeyFrameRequests++;
        }
    }

    /// <summary>Takes what the viewer reports.</summary>
    /// <param name="report">The block about this track.</param>
    /// <param name="roundTrip">By its time stamps, or null.</param>
    public void OnReport(ReportBlock report, TimeSpan? roundTrip)
    {
        LastReport = report;
        RoundTrip = roundTrip ?? RoundTrip;
    }

    /// <summary>Keeps a wish for a key frame alive while nothing could be sent yet.</summary>
    public void Tick(long now)
    {
        if (!_isVideo)
        {
            return;
        }
        if (_subscription.AwaitingKeyFrame ? _keyFrames.Request(now, _time) : _keyFrames.Poll(now, _time))
        {
            KeyFrameRequests++;
        }
    }

    /// <summary>
    /// Whether a sender report is to be sent: as soon as the viewer is live, then every second. While the cached pictures are hurried
    /// through, timestamps say nothing about time.
    /// </summary>
    public bool IsReportDue(long now) =>
        _rewriter.IsLive && (_reportedAt is not { } last || _time.GetElapsedTime(last, now) >= ReportPeriod);

    /// <summary>Writes a sender report with CNAME (RFC 3550 §6.4.1).</summary>
    /// <param name="destination">At least <see cref="MaximumReportLength"/> bytes.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="wall">Wall time of <paramref name="now"/>.</param>
    /// <returns>Length in bytes.</returns>
    public int WriteReport(Span<byte> destination, long now, DateTimeOffset wall)
    {
        _reportedAt = now;
        // When the newest sample would have arrived over an even network; this is what keeps lips and sound together. A source whose
        // reports contradict what arrives (wrong RTP time, other clock) would have the browser wait for sound or picture instead.
        var arrived = wall - _time.GetElapsedTime(_lastArrival, now);
        if (
            _subscription.Track.WallClock is not { } clock
            || !clock.TryGetServerTime(_lastTime, out var sampled)
            || (sampled - arrived).Duration() > Believable
        )
        {
            sampled = arrived;
        }
        var timestamp = _rewriter.TimestampOf(_lastTime + (wall - sampled));
        var report = new SenderReport(Ssrc, NtpTimestamp.FromDateTimeOffset(wall), timestamp, (uint)Packets, (uint)Bytes);
        var length = report.Write(destination);
        return length + SourceDescription.Write(destination[length..], Ssrc, _canonicalName);
    }

    /// <summary>Leaves the track.</summary>
    public void Dispose() => _subscription.Dispose();

    /// <summary>
    /// Below 2^15: a viewer that misses the first packets must not miss a roll-over with them, which it could never make good
    /// (RFC 3711 §3.3.1: a receiver starts with roll-over counter zero).
    /// </summary>
    private static ushort FirstSequence() => (ushort)RandomNumberGenerator.GetInt32(short.MaxValue);

    private void Write(in RtpPacket packet, long index, IPeerSender sender)
    {
        var payload = packet.Payload;
        if (payload.Length > MaximumPayload)
        {
            _tooLarge++;
            return;
        }
        _rewriter.Next(packet, index, out var sequence, out var timestamp);
        var length = RtpPacketView.FixedHeaderLength + payload.Length;
        var room = sender.ReserveRtp(length);
        RtpPacketWriter.WriteHeader(room, packet.Marker, _numbers.PayloadType, sequence, timestamp, _numbers.Ssrc);
        payload.CopyTo(room[RtpPacketView.FixedHeaderLength..]);
        sender.CommitRtp(length);
        Packets++;
        Bytes += payload.Length;
        if (packet.Time != _lastTime || Packets == 1)
        {
            _lastTime = packet.Time;
            _lastArrival = packet.ArrivalTimestamp;
        }
        if (!SentKeyFrame)
        {
            NoteKeyFrame(packet);
        }
    }

    private void NoteKeyFrame(in RtpPacket packet)
    {
        if (packet.StartsKeyFrame)
        {
            _keyFrameTime = packet.Time;
        }
        if (_keyFrameTime is { } start)
        {
            SentKeyFrame = !_isVideo || packet.Time != start || packet.Marker;
        }
    }
}
