using System.Collections.Concurrent;
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
/// The media engine of one node: the hub, the one UDP port, the threads for handshakes and sending, and the sessions of all viewers.
/// </summary>
/// <remarks>
/// Start once, stop once. Every other member may be called from any thread. Events come from network and send-loop threads: handlers must
/// return at once.
/// </remarks>
public sealed partial class MediaServer : IAsyncDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly WebRtcOptions _options;
    private readonly MediaMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, Viewer> _viewers = new(StringComparer.Ordinal);
    private readonly SessionObserver _observer;
    private readonly CancellationTokenSource _noMoreViewers = new();
#pragma warning disable CA2213 // StopAsync takes it out and disposes it, and DisposeAsync calls StopAsync
    private MediaEngine? _engine;
#pragma warning restore CA2213
    private int _viewerCount;

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
    public IReadOnlyList<MediaSessionInfo> Sessions => [.. _viewers.Values.Select(Describe)];

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
        await _noMoreViewers.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _engine, null) is not { } engine)
        {
            return;
        }

        foreach (var viewer in _viewers.Values)
        {
            viewer.Session.End(PeerCloseReason.ServerStopping);
        }

        var deadline = _time.GetTimestamp();
        while (!_viewers.IsEmpty && _time.GetElapsedTime(deadline) < StopPatience && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
        }

        await engine.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Answers a viewer's offer; media flows as soon as the browser connects.</summary>
    public WhepOpenResult OpenViewer(WhepRequest request)
    {
        if (_engine is not { } engine || _noMoreViewers.IsCancellationRequested)
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

        if (Interlocked.Increment(ref _viewerCount) > _options.MaxSessions)
        {
            Interlocked.Decrement(ref _viewerCount);
            return WhepOpenResult.Refuse(WhepRefusal.Busy, $"All {_options.MaxSessions} sessions are taken.");
        }

        var result = Open(engine, request, stream, offer, facts);
        if (!result.IsAccepted)
        {
            Interlocked.Decrement(ref _viewerCount);
        }

        return result;
    }

    /// <summary>
    /// Answers a publisher's offer. Its stream opens in the hub with the first media packet and closes when the session ends. The name
    /// belongs to the session from now on; <see cref="End"/> gives it back before it returns.
    /// </summary>
    public PublishOpenResult OpenPublisher(PublishRequest request) =>
        Hub.TryFind(request.StreamName, out _)
            ? PublishOpenResult.Refuse(PublishRefusal.StreamTaken, "The stream is live.")
            : PublishOpenResult.Refuse(PublishRefusal.Busy, "The media server does not run.");

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
        return _viewers.TryGetValue(sessionId, out var viewer)
            && (etag is null or "*" || etag == viewer.ETag)
            && SdpReader.TryRead(fragment, out var description) == SdpParseError.None
            && (description.IceUfrag ?? description.Media.FirstOrDefault()?.IceUfrag) is var ufrag
            && (ufrag is null || ufrag == viewer.RemoteUfrag);
    }

    /// <summary>Ends a session; the browser hears a goodbye.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool End(string sessionId, string reason)
    {
        if (!_viewers.TryGetValue(sessionId, out var viewer))
        {
            return false;
        }

        viewer.Session.End(reason);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _noMoreViewers.Dispose();
        Pool.Dispose();
    }

    private WhepOpenResult Open(MediaEngine engine, WhepRequest request, LiveStream stream, SessionDescription offer, OfferFacts facts)
    {
        var formats = stream.Tracks.Select(track => track.Format).ToList();
        var transport = new PeerTransport(engine.Peers, PeerOptions(facts, formats));
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
        var viewer = new Viewer(session, transport, facts.RemoteUfrag, transport.Local.Ufrag.Replace('/', '-').Replace('+', '_'));
        if (!_viewers.TryAdd(request.SessionId, viewer))
        {
            session.Start(transport, transport.Close);
            session.End("session-id-taken");
            return WhepOpenResult.Refuse(WhepRefusal.Busy, "The session id is taken.");
        }

        session.Start(transport, transport.Close);
        transport.Start(session);
        return new WhepOpenResult(WhepRefusal.None, answer.Sdp, viewer.ETag, string.Empty);
    }

    private PeerTransportOptions PeerOptions(OfferFacts facts, List<TrackFormat> formats) =>
        new()
        {
            RemoteUfrag = facts.RemoteUfrag,
            RemoteFingerprints = facts.RemoteFingerprints,
            ConnectTimeout = _options.ConnectTimeout,
            ConsentTimeout = _options.ConsentTimeout,

            // Browsers report on pictures every second, on sound alone every five (RFC 3550 §6.2).
            SilentPeerTimeout = formats.Exists(format => format.Kind == MediaKind.Video)
                ? _options.SilentPeerTimeout
                : _options.SilentPeerTimeout * 4,
        };

    private static WhepRefusal RefusalOf(AnswerVerdict verdict) =>
        verdict switch
        {
            AnswerVerdict.NoCommonCodec => WhepRefusal.NoCommonCodec,
            AnswerVerdict.NotPlayable => WhepRefusal.NotPlayable,
            _ => WhepRefusal.BadOffer,
        };

    private void Tell(PublisherFacts facts) => PublisherChanged?.Invoke(facts);

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        foreach (var (_, viewer) in _viewers)
        {
            viewer.Transport.CheckTimeouts(now);
        }
    }

    private void Observe(MediaEngine engine)
    {
        _metrics.Observe("command.media.sessions", "{session}", "Viewers", () => _viewers.Count);
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

    private static MediaSessionInfo Describe(Viewer viewer)
    {
        var statistics = viewer.Session.Statistics;
        return new MediaSessionInfo(
            viewer.Session.Id,
            viewer.Session.Stream.Name,
            viewer.Session.IsConnected,
            viewer.Transport.RemoteAddress is { } address ? SocketAddressBytes.ToEndPoint(address).ToString() : null,
            viewer.Transport.Profile?.Name,
            viewer.Session.Age,
            statistics.Packets,
            statistics.Retransmitted,
            statistics.FractionLost,
            statistics.RoundTrip,
            IsPublisher: false
        );
    }

    private sealed record Viewer(WhepSession Session, PeerTransport Transport, string RemoteUfrag, string ETag);

    /// <summary>Keeps the observer interface off the public face.</summary>
    private sealed class SessionObserver(MediaServer server) : IWhepSessionObserver
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

        public void OnEnded(WhepSession session, string reason)
        {
            if (server._viewers.TryGetValue(session.Id, out var viewer) && ReferenceEquals(viewer.Session, session))
            {
                server._viewers.TryRemove(session.Id, out _);
                Interlocked.Decrement(ref server._viewerCount);
                Log.SessionEnded(server._logger, session.Id, session.Stream.Name, reason);
                server.SessionEnded?.Invoke(new MediaSessionEnded(session.Id, session.Stream.Name, reason, session.Age));
            }
        }
    }

    private static partial class Log
    {
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
