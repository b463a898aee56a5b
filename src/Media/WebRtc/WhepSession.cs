using System.Collections.Immutable;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtcp;
using Command.Media.Telemetry;

namespace Command.Media.WebRtc;

/// <summary>
/// One viewer of one stream: subscribes the tracks once the peer is connected, sends them, reports, answers feedback, and ends with the
/// stream, the peer or its owner, whichever comes first.
/// </summary>
/// <remarks>
/// Everything that sends runs on the session's send loop. <see cref="End"/> may come from any thread; what the transport tells comes from
/// its threads and only leaves notes for the loop.
/// </remarks>
internal sealed class WhepSession : IPeerTransportSink, ITrackSignal, ISendLoopClient
{
    private static readonly TimeSpan CountPeriod = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<NegotiatedTrack> _numbers;
    private readonly TimeProvider _time;
    private readonly MediaMetrics _metrics;
    private readonly IWhepSessionObserver _observer;
    private readonly SendLoop.Ticket _ticket;
    private readonly ViewerFeedback _feedback;
    private readonly long _createdAt;
    private OutboundTrack[] _tracks = [];
    private IPeerSender? _sender;
    private Action<string>? _closeTransport;
    private CancellationTokenRegistration _streamEnd;
    private WhepSessionStatistics _statistics = WhepSessionStatistics.Empty;
    private WhepSessionStatistics _counted = WhepSessionStatistics.Empty;
    private string? _endReason;
    private volatile bool _isConnected;
    private bool _isOver;
    private bool _sentPacket;
    private bool _sentKeyFrame;
    private long _countedAt;
    private long _feedbackDropped;
    private long _keyFramesAsked;

    /// <summary>Makes a session; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="stream">What is watched.</param>
    /// <param name="numbers">What the answer promised, one per sending track.</param>
    /// <param name="loop">Sends for it.</param>
    /// <param name="observer">Hears of steps and the end.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock.</param>
    public WhepSession(
        string id,
        LiveStream stream,
        ImmutableArray<NegotiatedTrack> numbers,
        SendLoop loop,
        IWhepSessionObserver observer,
        MediaMetrics metrics,
        TimeProvider time
    )
    {
        Id = id;
        Stream = stream;
        _numbers = numbers;
        _observer = observer;
        _metrics = metrics;
        _time = time;
        _createdAt = time.GetTimestamp();
        _feedback = new ViewerFeedback([.. numbers.Select(track => track.Ssrc)]);
        _ticket = loop.Add(this);
    }

    /// <summary>Its identity.</summary>
    public string Id { get; }

    /// <summary>What is watched.</summary>
    public LiveStream Stream { get; }

    /// <summary>Why it ended or is about to; null while it lives.</summary>
    public string? EndReason => Volatile.Read(ref _endReason);

    /// <summary>Whether media may flow.</summary>
    public bool IsConnected => _isConnected && EndReason is null;

    /// <summary>Since it was made.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_createdAt);

    /// <summary>What was sent and what the viewer says; renewed a few times per second.</summary>
    public WhepSessionStatistics Statistics => Volatile.Read(ref _statistics);

    /// <summary>Ties the session to its transport; to be called once, before the transport starts.</summary>
    /// <param name="sender">Where packets go; used on the send loop only.</param>
    /// <param name="closeTransport">Ends the transport with a reason; called at most once, on the send loop.</param>
    public void Start(IPeerSender sender, Action<string> closeTransport)
    {
        _sender = sender;
        _closeTransport = closeTransport;
        _streamEnd = Stream.Ended.UnsafeRegister(
            static session =>
            {
                if (session is WhepSession { Stream: var stream } self)
                {
                    self.End(stream.CloseReason ?? "stream-ended");
                }
            },
            this
        );
    }

    /// <summary>Ends the session: the viewer hears a goodbye, the transport is closed, the observer is told. The first reason is kept.</summary>
    public void End(string reason)
    {
        Interlocked.CompareExchange(ref _endReason, reason, null);
        _ticket.Signal();
    }

    /// <inheritdoc/>
    public void Signal() => _ticket.Signal();

    void IPeerTransportSink.OnIceConnected() => _observer.OnStep(this, WhepStep.Ice, Age);

    void IPeerTransportSink.OnConnected()
    {
        _isConnected = true;
        _observer.OnStep(this, WhepStep.Dtls, Age);
        _ticket.Signal();
    }

    void IPeerTransportSink.OnRtp(Span<byte> packet, long arrivalTimestamp)
    {
        // A viewer sends nothing; what comes anyway is of no use.
    }

    void IPeerTransportSink.OnRtcp(ReadOnlySpan<byte> compound, long arrivalTimestamp)
    {
        if (_feedback.Receive(compound, _time.GetUtcNow() - _time.GetElapsedTime(arrivalTimestamp)))
        {
            _ticket.Signal();
        }
    }

    void IPeerTransportSink.OnClosed(string reason) => End(reason);

    void ISendLoopClient.Run(long now)
    {
        if (_isOver || _sender is not { } sender)
        {
            return;
        }
        if (EndReason is { } reason)
        {
            Finish(sender, reason);
            return;
        }
        if (!_isConnected)
        {
            return;
        }
        if (_tracks.Length == 0)
        {
            _tracks = [.. _numbers.Select(track => new OutboundTrack(Stream.Tracks[track.TrackIndex], track, this, _time))];
            _countedAt = now;
            foreach (var track in _tracks)
            {
                track.Tick(now);
            }
        }
        AnswerFeedback(sender, now);
        var turn = SendTurn.Done;
        foreach (var track in _tracks)
        {
            var one = track.Send(sender, now);
            turn = one > turn ? one : turn;
        }
        if (!_sentKeyFrame)
        {
            NoteSteps();
        }
        SendReports(sender, now);
        sender.Flush();
        if (turn == SendTurn.More)
        {
            _ticket.Signal();
        }
        else if (turn == SendTurn.HeldBack)
        {
            _ticket.SignalSoon();
        }
    }

    void ISendLoopClient.Tick(long now)
    {
        if (_isOver || _sender is not { } sender || _tracks.Length == 0)
        {
            return;
        }
        foreach (var track in _tracks)
        {
            if (track.Playable != PlayabilityVerdict.Playable)
            {
                // The source changed while it played; nobody is left in front of a picture that stands.
                End($"not-playable-{track.Playable.Key()}");
                return;
            }
            track.Tick(now);
        }
        SendReports(sender, now);
        sender.Flush();
        if (_time.GetElapsedTime(_countedAt, now) >= CountPeriod)
        {
            _countedAt = now;
            Count();
        }
    }

    void ISendLoopClient.Fail(Exception exception) => End("internal-error");

    private void AnswerFeedback(IPeerSender sender, long now)
    {
        while (_feedback.TryTakeNack(out var track, out var sequence))
        {
            _tracks[track].OnNack(sequence, now, sender);
        }
        for (var i = 0; i < _tracks.Length; i++)
        {
            if (_feedback.TakePictureLoss(i))
            {
                _tracks[i].OnPictureLost(now);
            }
            if (_feedback.TryTakeReport(i, out var block, out var roundTrip))
            {
                _tracks[i].OnReport(block, roundTrip);
            }
        }
    }

    private void NoteSteps()
    {
        if (!_sentPacket && Array.Exists(_tracks, track => track.Packets > 0))
        {
            _sentPacket = true;
            _observer.OnStep(this, WhepStep.FirstPacket, Age);
        }
        if (_sentPacket && Array.TrueForAll(_tracks, track => track.SentKeyFrame || !track.IsVideo))
        {
            _sentKeyFrame = true;
            _observer.OnStep(this, WhepStep.FirstKeyFrame, Age);
        }
    }

    private void SendReports(IPeerSender sender, long now)
    {
        foreach (var track in _tracks)
        {
            if (track.IsReportDue(now))
            {
                SendReport(track, sender);
            }
        }
    }

    private void SendReport(OutboundTrack track, IPeerSender sender)
    {
        Span<byte> compound = stackalloc byte[OutboundTrack.MaximumReportLength];
        // Both clocks are read together: what lies between them would be an error in every viewer's idea of our time.
        var length = track.WriteReport(compound, _time.GetTimestamp(), _time.GetUtcNow());
        sender.SendRtcp(compound[..length]);
    }

    private void Finish(IPeerSender sender, string reason)
    {
        _isOver = true;
        _ticket.Remove();
        _streamEnd.Unregister();
        try
        {
            if (_isConnected)
            {
                SayGoodbye(sender);
            }
            Count();
        }
        finally
        {
            foreach (var track in _tracks)
            {
                track.Dispose();
            }
            _closeTransport?.Invoke(reason);
            _observer.OnEnded(this, reason);
        }
    }

    private void SayGoodbye(IPeerSender sender)
    {
        // A compound starts with a report, be it empty (RFC 3550 §6.1).
        Span<byte> compound = stackalloc byte[64];
        foreach (var track in _numbers)
        {
            var length = ReceiverReport.Write(compound, track.Ssrc);
            length += Goodbye.Write(compound[length..], track.Ssrc);
            sender.SendRtcp(compound[..length]);
        }
        sender.Flush();
    }

    private void Count()
    {
        long packets = 0;
        long bytes = 0;
        long again = 0;
        long notAgain = 0;
        long skipped = 0;
        long asked = 0;
        var lost = 0;
        TimeSpan? roundTrip = null;
        foreach (var track in _tracks)
        {
            packets += track.Packets;
            bytes += track.Bytes;
            again += track.Retransmitted;
            notAgain += track.NotRetransmitted;
            skipped += track.Skipped;
            asked += track.KeyFrameRequests;
            lost = Math.Max(lost, track.LastReport.FractionLost);
            roundTrip = track.RoundTrip ?? roundTrip;
        }
        var statistics = new WhepSessionStatistics(packets, bytes, again, notAgain, skipped, lost / 256.0, roundTrip);
        var before = _counted;
        _counted = statistics;
        Volatile.Write(ref _statistics, statistics);
        _metrics.PacketsSent.Add(packets - before.Packets);
        _metrics.BytesSent.Add(bytes - before.Bytes);
        _metrics.PacketsRetransmitted.Add(again - before.Retransmitted);
        _metrics.PacketsNotRetransmitted.Add(notAgain - before.NotRetransmitted);
        _metrics.PacketsSkipped.Add(skipped - before.Skipped);
        _metrics.KeyFrameRequests.Add(asked - _keyFramesAsked);
        _keyFramesAsked = asked;
        var dropped = _feedback.Dropped;
        _metrics.ControlDropped.Add(dropped - _feedbackDropped);
        _feedbackDropped = dropped;
    }
}
