using System.Globalization;
using System.Security.Cryptography;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Ice;
using Command.Media.Sdp;
using Command.Media.Telemetry;
using Command.Media.Transport;
using Command.Media.WebRtc;
using Microsoft.Extensions.Logging;

namespace Command.Media.Hosting;

/// <summary>
/// The media engine of one node: the hub, the one UDP port, the threads for handshakes and sending, and the sessions of all viewers and publishers.
/// </summary>
/// <remarks>
/// Start once, stop once. Every other member may be called from any thread. Events come from network and send-loop threads: handlers must
/// return at once.
/// </remarks>
public sealed partial class MediaServer : IAsyncDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FaultPeriod = TimeSpan.FromMinutes(1);
    private readonly WebRtcOptions _options;
    private readonly MediaMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly SessionTable _sessions;
    private readonly SessionObserver _observer;
    private readonly PublisherDesk _publishers;
    private readonly CancellationTokenSource _noMoreSessions = new();
#pragma warning disable CA2213 // StopAsync takes it out and disposes it, and DisposeAsync calls StopAsync
    private MediaEngine? _engine;
#pragma warning restore CA2213

    /// <summary>Prepares the engine; opens nothing.</summary>
    /// <param name="options">Validated.</param>
    /// <param name="metrics">Counted into; not disposed here.</param>
    /// <param name="time">Every clock of the engine.</param>
    /// <param name="loggers">Makes the loggers of its parts.</param>
    public MediaServer(WebRtcOptions options, MediaMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _metrics = metrics;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<MediaServer>();
        _observer = new SessionObserver(this);
        _sessions = new SessionTable(options.MaxSessions);
        var faults = new FaultTally(time, FaultPeriod, (fault, count) => Log.Faults(_logger, count, fault));
        _publishers = new PublisherDesk(_sessions, new WhipSessionServices(Hub, Pool, faults, metrics, time), options, _observer);
    }

    /// <summary>A session is over. Raised once for every session that was opened.</summary>
    public event Action<MediaSessionEnded>? SessionEnded;

    /// <summary>A session got one step further.</summary>
    public event Action<MediaSessionStep>? SessionStep;

    /// <summary>A publisher's state changed, or a second has passed since it was told last.</summary>
    public event Action<PublisherFacts>? PublisherChanged;

    /// <summary>The live streams of this node.</summary>
    public MediaHub Hub { get; } = new();

    /// <summary>Where every packet's memory comes from.</summary>
    public PacketPool Pool { get; } = new();

    /// <summary>The UDP port; 0 while the server does not run.</summary>
    public int Port => _engine?.Mux.Port ?? 0;

    /// <summary>Snapshot of the running sessions.</summary>
    public IReadOnlyList<MediaSessionInfo> Sessions => [.. _sessions.All.Select(session => session.Describe())];

    internal UdpMuxCounters? Datagrams => _engine?.Mux.Counters;

    /// <summary>Opens the port and warms the handshake up.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var engine = MediaEngine.Open(_options, _time, _loggers, Sweep, SweepPeriod);
        _engine = engine;
        Observe(engine);
        await MediaWarmUp.RunAsync(engine).ConfigureAwait(false);
        Log.Started(_logger, engine.Mux.Port, engine.Candidates);
    }

    /// <summary>Ends all sessions with a goodbye, then closes the port. Late calls are refused as busy.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _noMoreSessions.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _engine, null) is not { } engine)
        {
            return;
        }

        foreach (var session in _sessions.All)
        {
            session.End(PeerCloseReason.ServerStopping);
        }

        var deadline = _time.GetTimestamp();
        while (!_sessions.IsEmpty && _time.GetElapsedTime(deadline) < StopPatience && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
        }

        await engine.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Answers a viewer's offer; media flows as soon as the browser connects.</summary>
    public WhepOpenResult OpenViewer(WhepRequest request)
    {
        if (_engine is not { } engine || _noMoreSessions.IsCancellationRequested)
        {
            return WhepOpenResult.Refuse(WhepRefusal.Busy, "The media server does not run.");
        }

        if (!Hub.TryFind(request.StreamName, out var stream))
        {
            return WhepOpenResult.Refuse(WhepRefusal.UnknownStream, "No live stream has this name here.");
        }

        if (SdpReader.TryRead(request.Offer, out var offer) is var verdict && verdict != SdpParseError.None)
        {
            return WhepOpenResult.Refuse(WhepRefusal.BadOffer, $"The offer is not SDP: {verdict}.");
        }

        if (!OfferFacts.TryRead(offer, out var facts, out var fault))
        {
            return WhepOpenResult.Refuse(WhepRefusal.BadOffer, fault);
        }

        if (!_sessions.TryTakePlace())
        {
            return WhepOpenResult.Refuse(WhepRefusal.Busy, $"All {_options.MaxSessions} sessions are taken.");
        }

        var result = Open(engine, request, stream, offer, facts);
        if (!result.IsAccepted)
        {
            _sessions.GivePlaceBack();
        }

        return result;
    }

    /// <summary>
    /// Answers a publisher's offer. Its stream opens in the hub with the first media packet and closes when the session ends. The name
    /// belongs to the session from now on; <see cref="End"/> gives it back before it returns.
    /// </summary>
    public PublishOpenResult OpenPublisher(PublishRequest request) =>
        _engine is { } engine && !_noMoreSessions.IsCancellationRequested ? _publishers.Open(engine, request) : NotRunning();

    /// <summary>
    /// Why <see cref="OpenPublisher"/> would refuse this offer whatever its name; null when it would not. Opens nothing: for whoever has to end
    /// another session first.
    /// </summary>
    public PublishOpenResult? CheckPublisher(string offer) =>
        _engine is not null && !_noMoreSessions.IsCancellationRequested ? _publishers.Check(offer) : NotRunning();

    /// <summary>
    /// Takes a trickle fragment (RFC 8840). A lite agent learns the peer's addresses from its checks, so candidates need no look; an
    /// ICE restart (other credentials) is refused, the player opens a new session instead.
    /// </summary>
    /// <param name="sessionId">Which session.</param>
    /// <param name="fragment">SDP fragment.</param>
    /// <param name="etag">The ICE generation the caller means, or null for any.</param>
    /// <param name="answer">Our fragment; empty: there is nothing to tell.</param>
    /// <returns>False for an unknown session, another generation or a fragment that is none.</returns>
    public bool TryTrickle(string sessionId, string fragment, string? etag, out string answer)
    {
        answer = string.Empty;
        return _sessions.TryFind(sessionId, out var session)
            && (etag is null or "*" || etag == session.ETag)
            && SdpReader.TryRead(fragment, out var description) == SdpParseError.None
            && (description.IceUfrag ?? description.Media.FirstOrDefault()?.IceUfrag) is var ufrag
            && (ufrag is null || ufrag == session.RemoteUfrag);
    }

    /// <summary>Ends a session; the browser hears a goodbye. A publisher's stream is closed when the call returns.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool End(string sessionId, string reason)
    {
        if (!_sessions.TryFind(sessionId, out var session))
        {
            return false;
        }

        session.End(reason);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _noMoreSessions.Dispose();
        Pool.Dispose();
    }

    private WhepOpenResult Open(MediaEngine engine, WhepRequest request, LiveStream stream, SessionDescription offer, OfferFacts facts)
    {
        var formats = stream.Tracks.Select(track => track.Format).ToList();
        var transport = new PeerTransport(
            engine.Peers,
            _options.PeerOptions(facts, hasVideo: formats.Exists(format => format.Kind == MediaKind.Video))
        );
        var answer = OfferAnswer.Answer(
            new AnswerRequest
            {
                Offer = offer,
                Formats = formats,
                SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(CultureInfo.InvariantCulture),
                StreamId = RandomNumberGenerator.GetHexString(16, lowercase: true),
                Local = transport.Local,
                Fingerprint = transport.Fingerprint,
                Candidates = engine.Candidates,
                NextSsrc = () => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue),
            }
        );
        if (answer.Verdict != AnswerVerdict.Accepted)
        {
            return WhepOpenResult.Refuse(RefusalOf(answer.Verdict), answer.Detail);
        }

        var session = new WhepSession(request.SessionId, stream, answer.Tracks, engine.Loops.Choose(), _observer, _metrics, _time);
        var viewer = new ViewerEntry(session, transport, facts.RemoteUfrag);
        if (!_sessions.TryAdd(viewer))
        {
            session.Start(transport, transport.Close);
            session.End("session-id-taken");
            return WhepOpenResult.Refuse(WhepRefusal.Busy, "The session id is taken.");
        }

        viewer.Start();
        return new WhepOpenResult(WhepRefusal.None, answer.Sdp, viewer.ETag, string.Empty);
    }

    private static WhepRefusal RefusalOf(AnswerVerdict verdict) =>
        verdict switch
        {
            AnswerVerdict.NoCommonCodec => WhepRefusal.NoCommonCodec,
            AnswerVerdict.NotPlayable => WhepRefusal.NotPlayable,
            _ => WhepRefusal.BadOffer,
        };

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        foreach (var session in _sessions.All)
        {
            session.Transport.CheckTimeouts(now);
        }
    }

    private void Observe(MediaEngine engine)
    {
        _metrics.Observe("command.media.sessions", "{session}", "Viewers", () => _sessions.Count(isPublisher: false));
        _metrics.Observe("command.media.publishers", "{session}", "Publishers", () => _sessions.Count(isPublisher: true));
        _metrics.Observe(
            "command.media.datagrams.unknown",
            "{datagram}",
            "Datagrams at the media port that belong to no peer",
            () => engine.Mux.Counters.Dropped
        );
        _metrics.Observe(
            "command.media.datagrams.unchecked",
            "{datagram}",
            "Media dropped unseen: too much of its address was not authentic",
            () => engine.Mux.Counters.Read(UdpMuxCounters.Count.Unchecked)
        );
        _metrics.Observe(
            "command.media.datagrams.dropped",
            "{datagram}",
            "Outgoing datagrams dropped: socket buffer full",
            () => engine.Mux.Sender.Dropped
        );
        _metrics.Observe("command.media.handshakes.refused", "{job}", "DTLS work beyond the bound", () => engine.Peers.Workers.Refused);
    }

    private static PublishOpenResult NotRunning() => PublishOpenResult.Refuse(PublishRefusal.Busy, "The media server does not run.");

    /// <summary>Keeps the observer interfaces off the public face.</summary>
    private sealed class SessionObserver(MediaServer server) : IWhepSessionObserver, IWhipSessionObserver
    {
        public void OnStep(WhepSession session, WhepStep step, TimeSpan elapsed)
        {
            var kind = step switch
            {
                WhepStep.Ice => MediaSessionStepKind.Ice,
                WhepStep.Dtls => MediaSessionStepKind.Dtls,
                WhepStep.FirstPacket => MediaSessionStepKind.FirstPacket,
                _ => MediaSessionStepKind.FirstKeyFrame,
            };
            server.SessionStep?.Invoke(new MediaSessionStep(session.Id, session.Stream.Name, kind, elapsed));
        }

        public void OnEnded(WhepSession session, string reason) => End(session.Id, session.Stream.Name, reason, session.Age, session);

        public void OnFacts(WhipSession session, PublisherFacts facts) => server.PublisherChanged?.Invoke(facts);

        public void OnReleased(WhipSession session) => server._sessions.FreeName(session.StreamName, session.Id);

        public void OnEnded(WhipSession session, string reason) => End(session.Id, session.StreamName, reason, session.Age, session);

        /// <summary>A session that lost the race for its id was never in the table.</summary>
        private void End(string id, string streamName, string reason, TimeSpan age, object session)
        {
            if (server._sessions.TryFind(id, out var entry) && entry.IsOf(session))
            {
                server._sessions.Remove(id);
                Log.SessionEnded(server._logger, id, streamName, reason);
                server.SessionEnded?.Invoke(new MediaSessionEnded(id, streamName, reason, age));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "PublisherFaults",
            Level = LogLevel.Debug,
            Message = "{Count} packets of publishers in the last minute: {Fault}"
        )]
        public static partial void Faults(ILogger logger, long count, MediaFault fault);

        [LoggerMessage(
            EventName = "MediaStarted",
            Level = LogLevel.Information,
            Message = "Media port {Port} is open; announced: {Candidates}"
        )]
        public static partial void Started(ILogger logger, int port, IReadOnlyList<IceCandidate> candidates);

        [LoggerMessage(
            EventName = "MediaSessionEnded",
            Level = LogLevel.Debug,
            Message = "Session {SessionId} of {StreamPath} ended: {Reason}"
        )]
        public static partial void SessionEnded(ILogger logger, string sessionId, string streamPath, string reason);
    }
}
