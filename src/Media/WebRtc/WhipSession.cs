using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Command.Media.Hub;
using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.Telemetry;
using Command.Media.Time;

namespace Command.Media.WebRtc;

/// <summary>
/// One publisher of one stream: opens the stream with the first media packet, takes packets in, reports and asks, and ends with the peer,
/// with its silence or by its owner, whichever comes first (RFC 9725 §4.3).
/// </summary>
/// <remarks>
/// Packets come on the mux receive thread and are published there. Everything that sends runs on the session's send loop. <see cref="End"/>
/// may come from any thread and closes the stream before it returns.
/// </remarks>
internal sealed class WhipSession : IPeerTransportSink, ISendLoopClient, ITrackFeedback
{
    private readonly ImmutableArray<NegotiatedInbound> _numbers;
    private readonly InboundRoutes _routes;
    private readonly WhipSessionServices _services;
    private readonly TimeProvider _time;
    private readonly IWhipSessionObserver _observer;
    private readonly SendLoop.Ticket _ticket;
    private readonly FeedbackSender _feedback;
    private readonly RoundTripMeter _roundTrip = new();
    private readonly ArrivalReporter _arrivals;
    private readonly PublisherWatch _watch;
    private readonly Lock _streamGate = new();
    private readonly string _canonicalName;
    private readonly uint _ownSsrc;
    private readonly long _createdAt;
    private volatile InboundTrack[] _tracks = [];
    private StreamPublisher? _publisher;
    private IPeerSender? _sender;
    private Action<string>? _closeTransport;
    private string? _endReason;
    private volatile bool _isConnected;
    private bool _isOver;
    private bool _isReleased;
    private WhipSessionTotals _counted;

    /// <summary>Makes a session; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="streamName">What is published.</param>
    /// <param name="numbers">What the answer promised, one per receiving section.</param>
    /// <param name="loop">Sends for it.</param>
    /// <param name="observer">Hears of facts and the end.</param>
    /// <param name="services">What sessions share.</param>
    public WhipSession(
        string id,
        string streamName,
        ImmutableArray<NegotiatedInbound> numbers,
        SendLoop loop,
        IWhipSessionObserver observer,
        WhipSessionServices services
    )
    {
        Id = id;
        StreamName = streamName;
        _numbers = numbers;
        _routes = new InboundRoutes(numbers);
        _services = services;
        _time = services.Time;
        _observer = observer;
        _createdAt = _time.GetTimestamp();
        _ownSsrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        _arrivals = new ArrivalReporter(_ownSsrc, _time);
        _watch = new PublisherWatch(id, streamName, [.. numbers.Select(track => track.Format)], _roundTrip, _time);
        _canonicalName = string.Create(CultureInfo.InvariantCulture, $"command-{_ownSsrc:x}");
        _feedback = new FeedbackSender(_ownSsrc, Encoding.UTF8.GetBytes(_canonicalName), numbers.All(track => track.HasReducedSize));
        _ticket = loop.Add(this);
    }

    /// <summary>Its identity.</summary>
    public string Id { get; }

    /// <summary>What is published.</summary>
    public string StreamName { get; }

    /// <summary>Why it ended or is about to; null while it lives.</summary>
    public string? EndReason => Volatile.Read(ref _endReason);

    /// <summary>Whether media may come.</summary>
    public bool IsConnected => _isConnected && EndReason is null;

    /// <summary>Since it was made.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_createdAt);

    /// <summary>What was told last.</summary>
    public PublisherFacts Facts => _watch.Facts;

    /// <summary>What came so far.</summary>
    public WhipSessionTotals Totals => WhipSessionTotals.Of(_tracks);

    /// <summary>Ties the session to its transport; to be called once, before the transport starts.</summary>
    /// <param name="sender">Where packets go; used on the send loop only.</param>
    /// <param name="closeTransport">Ends the transport with a reason; called at most once, on the send loop.</param>
    public void Start(IPeerSender sender, Action<string> closeTransport)
    {
        _closeTransport = closeTransport;
        Volatile.Write(ref _sender, sender);
    }

    /// <summary>
    /// Ends the session. When the call returns, the stream is closed and its name free; then the publisher hears a goodbye, the transport
    /// is closed and the observer told. The first reason is kept.
    /// </summary>
    public void End(string reason)
    {
        Interlocked.CompareExchange(ref _endReason, reason, null);
        Release();
        _ticket.Signal();
    }

    void ITrackFeedback.RequestKeyFrame()
    {
        foreach (var track in _tracks)
        {
            if (track.IsVideo)
            {
                track.RequestKeyFrame();
            }
        }
        _ticket.Signal();
    }

    void IPeerTransportSink.OnIceConnected() { }

    void IPeerTransportSink.OnConnected()
    {
        _isConnected = true;
        _ticket.Signal();
    }

    void IPeerTransportSink.OnRtp(Span<byte> packet, long arrivalTimestamp)
    {
        if (RtpPacketView.TryParse(packet, out var view) != RtpParseError.None)
        {
            _services.Faults.Add(MediaFault.BadRtp);
            return;
        }
        var index = _routes.Find(view, out var isRepair);
        if (index < 0)
        {
            _services.Faults.Add(MediaFault.UnexpectedPayloadType);
            return;
        }
        var isFeedbackDue = _arrivals.Note(_numbers[index].TransportSequenceId, view, arrivalTimestamp);
        var tracks = _tracks;
        if (tracks.Length == 0 && !isRepair && view.PayloadLength > 0)
        {
            tracks = Open();
        }
        var isMissing = false;
        if (tracks.Length > 0 && EndReason is null)
        {
            if (isRepair)
            {
                tracks[index].ReceiveRepair(view, packet.Length, arrivalTimestamp);
            }
            else
            {
                isMissing = tracks[index].Receive(packet, view, arrivalTimestamp);
            }
        }
        if (isFeedbackDue || isMissing)
        {
            _ticket.Signal();
        }
    }

    void IPeerTransportSink.OnRtcp(ReadOnlySpan<byte> compound, long arrivalTimestamp)
    {
        var tracks = _tracks;
        foreach (var track in tracks)
        {
            track.ReceiveRtcp(compound, arrivalTimestamp);
        }
        var packets = new RtcpCompound(compound);
        while (packets.TryReadNext(out var packet))
        {
            if (ExtendedReport.TryReadDelay(packet, _ownSsrc, out var lastReport, out var delay))
            {
                var arrival = _time.GetUtcNow() - _time.GetElapsedTime(arrivalTimestamp);
                _roundTrip.OnReport(NtpTimestamp.FromDateTimeOffset(arrival).Compact, lastReport, delay);
            }
        }
        if (tracks.Length > 0 && Array.TrueForAll(tracks, track => track.SaidGoodbye || track.LastArrival is null))
        {
            End(PeerCloseReason.PeerClosed);
        }
    }

    void IPeerTransportSink.OnClosed(string reason) => End(reason);

    void ISendLoopClient.Run(long now)
    {
        if (_isOver || Volatile.Read(ref _sender) is not { } sender)
        {
            return;
        }
        if (EndReason is { } reason)
        {
            Finish(sender, reason);
            return;
        }
        if (_isConnected)
        {
            Send(sender, now);
        }
    }

    void ISendLoopClient.Tick(long now)
    {
        if (_isOver || Volatile.Read(ref _sender) is not { } sender || EndReason is not null || !_isConnected)
        {
            return;
        }
        var tracks = _tracks;
        foreach (var track in tracks)
        {
            track.Tick(now);
        }
        Send(sender, now);
        if (_watch.Look(tracks, now, out var isSecondOver))
        {
            _observer.OnFacts(this, _watch.Facts);
        }
        if (isSecondOver)
        {
            SendReports(sender, tracks);
            sender.Flush();
            Count();
        }
        if (_watch.IsOver)
        {
            End(PeerCloseReason.NoMedia);
        }
    }

    void ISendLoopClient.Fail(Exception exception) => End("internal-error");

    /// <summary>Opens the stream. Receive thread only.</summary>
    private InboundTrack[] Open()
    {
        lock (_streamGate)
        {
            if (EndReason is not null)
            {
                return [];
            }
            try
            {
                _publisher = _services.Hub.Open(StreamName, [.. _numbers.Select(track => track.Format)], this);
            }
            catch (InvalidOperationException)
            {
                // A driver was faster.
                End(PeerCloseReason.StreamTaken);
                return [];
            }
            return _tracks = [
                .. _numbers.Select(
                    (numbers, i) =>
                        new InboundTrack(
                            _publisher.Tracks[i],
                            numbers,
                            _ownSsrc,
                            _canonicalName,
                            _roundTrip,
                            _services.Pool,
                            _services.Faults,
                            _time
                        )
                ),
            ];
        }
    }

    private void Release()
    {
        lock (_streamGate)
        {
            if (!_isReleased)
            {
                _isReleased = true;
                _publisher?.Close(EndReason ?? PeerCloseReason.PeerClosed);
                _observer.OnReleased(this);
            }
        }
    }

    private void Send(IPeerSender sender, long now)
    {
        _arrivals.Send(sender, _feedback, now);
        var isWaiting = false;
        foreach (var track in _tracks)
        {
            track.Run(sender, _feedback, now);
            isWaiting |= track.IsWaiting;
        }
        sender.Flush();
        if (isWaiting)
        {
            _ticket.SignalSoon();
        }
    }

    private void SendReports(IPeerSender sender, InboundTrack[] tracks)
    {
        Span<byte> compound = stackalloc byte[256];
        var isFirst = true;
        foreach (var track in tracks)
        {
            var length = track.WriteReport(compound);
            if (isFirst)
            {
                // Not negotiated anywhere: who knows it answers, who does not passes it by (RFC 3611 §2).
                length += ExtendedReport.WriteReferenceTime(
                    compound[length..],
                    _ownSsrc,
                    NtpTimestamp.FromDateTimeOffset(_time.GetUtcNow())
                );
                isFirst = false;
            }
            sender.SendRtcp(compound[..length]);
        }
    }

    private void Finish(IPeerSender sender, string reason)
    {
        _isOver = true;
        _ticket.Remove();
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
        Span<byte> compound = stackalloc byte[64];
        var length = ReceiverReport.Write(compound, _ownSsrc);
        length += Goodbye.Write(compound[length..], _ownSsrc);
        sender.SendRtcp(compound[..length]);
        sender.Flush();
    }

    private void Count()
    {
        var totals = Totals;
        var metrics = _services.Metrics;
        metrics.PacketsReceived.Add(totals.Packets - _counted.Packets);
        metrics.BytesReceived.Add(totals.Bytes - _counted.Bytes);
        metrics.PacketsRequested.Add(totals.Requested - _counted.Requested);
        metrics.PacketsRepaired.Add(totals.Repaired - _counted.Repaired);
        metrics.PacketsGivenUp.Add(totals.GivenUp - _counted.GivenUp);
        metrics.PictureLossesSent.Add(totals.PictureLosses - _counted.PictureLosses);
        _counted = totals;
    }
}
