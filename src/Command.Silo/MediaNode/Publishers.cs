using System.Diagnostics.CodeAnalysis;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Codecs;
using Command.Media.WebRtc;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// Who sends which stream to this node, one session each; what the media side tells of them reaches the devices' grains. Thread-safe.
/// </summary>
internal sealed class Publishers(IDeviceReporter reporter, TimeProvider time, ILogger<Publishers> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamPath, PublisherClaim> _claims = [];
    private readonly Dictionary<string, Publisher> _sessions = new(StringComparer.Ordinal);

    // One for each stream that was ever sent here: as many as there are devices.
    private readonly Dictionary<StreamPath, PublisherLane> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _isDisposed;

    /// <summary>
    /// Claims a stream for a session. Whoever has it already keeps it, except from themselves: a session of the same actor takes over.
    /// </summary>
    /// <param name="session">The new session.</param>
    /// <param name="actor">Who publishes.</param>
    /// <param name="claim">To be disposed with the session; null when refused.</param>
    /// <param name="other">Who has it when refused; else the session that has to end now, where there is one.</param>
    public bool TryClaim(SessionKey session, CommandContext actor, [NotNullWhen(true)] out PublisherClaim? claim, out PublisherClaim? other)
    {
        lock (_gate)
        {
            claim = null;
            if (_claims.TryGetValue(session.Stream, out other) && other.Actor.ActorId != actor.ActorId)
            {
                return false;
            }
            claim = new PublisherClaim(this, session, actor, time.GetUtcNow());
            _claims[session.Stream] = claim;
            _sessions[claim.SessionId] = new Publisher(claim);
            return true;
        }
    }

    /// <summary>Null while nobody sends the stream here.</summary>
    public PublisherClaim? Of(StreamPath stream)
    {
        lock (_gate)
        {
            return _claims.GetValueOrDefault(stream);
        }
    }

    /// <summary>What comes now, over all tracks; nothing while nobody sends the stream here.</summary>
    public (long BitsPerSecond, double FramesPerSecond) RatesOf(StreamPath stream)
    {
        lock (_gate)
        {
            return _claims.TryGetValue(stream, out var claim) && _sessions.GetValueOrDefault(claim.SessionId)?.Facts is { } facts
                ? (facts.BitsPerSecond, facts.FramesPerSecond)
                : default;
        }
    }

    /// <summary>The claim's session was answered: its device hears of it, and will hear of its end.</summary>
    public void Begin(PublisherClaim claim, IReadOnlyList<TrackFormat> formats)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(claim.SessionId, out var publisher) && publisher.Told is null)
            {
                publisher.Told = PublisherState.Connecting;
                LaneOf(claim.Stream).Post(ReportOf(claim, PublisherState.Connecting, null, formats, null), isNews: true);
            }
        }
    }

    public void Release(PublisherClaim claim)
    {
        lock (_gate)
        {
            if (_claims.GetValueOrDefault(claim.Stream) == claim)
            {
                _claims.Remove(claim.Stream);
            }
            // A session that never began has no end to wait for.
            if (_sessions.TryGetValue(claim.SessionId, out var publisher) && publisher.Told is null)
            {
                _sessions.Remove(claim.SessionId);
            }
        }
    }

    /// <summary>Comes from media threads.</summary>
    public void OnChanged(PublisherFacts facts)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(facts.SessionId, out var publisher))
            {
                var state = StateOf(facts.State);
                var isNews = publisher.Told != state;
                (publisher.Facts, publisher.Told) = (facts, state);
                LaneOf(publisher.Claim.Stream).Post(ReportOf(publisher.Claim, state, null, facts.Formats, facts), isNews);
            }
        }
    }

    /// <summary>Comes from media threads; sessions that do not publish are none of ours.</summary>
    public void OnEnded(string sessionId, string reason)
    {
        lock (_gate)
        {
            if (_sessions.Remove(sessionId, out var publisher) && publisher.Told is not null)
            {
                var facts = publisher.Facts;
                var why = SessionReasons.Normalise(reason);
                var report = ReportOf(publisher.Claim, PublisherState.Ended, why, facts?.Formats ?? [], facts);
                LaneOf(publisher.Claim.Stream).Post(report, isNews: true);
            }
        }
    }

    /// <summary>Tells nothing any more: the silo stops, and a device's grain looks at what ran when it is active again.</summary>
    public void GiveUp() => _stopping.Cancel();

    /// <summary>Gives up, and waits for what is under way.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Task[] pumps;
        lock (_gate)
        {
            pumps = [.. _lanes.Values.Select(lane => lane.Pumping)];
        }
        await Task.WhenAll(pumps);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync();
            _stopping.Dispose();
        }
    }

    private PublisherLane LaneOf(StreamPath stream)
    {
        if (!_lanes.TryGetValue(stream, out var lane))
        {
            lane = new PublisherLane(stream, reporter, time, logger, _stopping.Token);
            _lanes.Add(stream, lane);
        }
        return lane;
    }

    private PublisherReport ReportOf(
        PublisherClaim claim,
        PublisherState state,
        string? reason,
        IReadOnlyList<TrackFormat> formats,
        PublisherFacts? facts
    ) =>
        new(
            claim.SessionId,
            claim.Stream.Part,
            state,
            time.GetUtcNow(),
            reason,
            DeviceReports.Tracks([.. formats], []),
            state == PublisherState.Ended ? 0 : facts?.BitsPerSecond ?? 0,
            facts?.FractionLost ?? 0,
            facts?.RoundTrip,
            claim.Actor.ActorId,
            claim.Actor.ActorName
        );

    private static PublisherState StateOf(Media.WebRtc.PublisherState state) =>
        state switch
        {
            Media.WebRtc.PublisherState.Live => PublisherState.Live,
            Media.WebRtc.PublisherState.Weak => PublisherState.Weak,
            Media.WebRtc.PublisherState.Silent => PublisherState.Silent,
            _ => PublisherState.Connecting,
        };

    private sealed class Publisher(PublisherClaim claim)
    {
        public PublisherClaim Claim => claim;

        public PublisherFacts? Facts { get; set; }

        /// <summary>The state that its device was told last; null before the answer was given.</summary>
        public PublisherState? Told { get; set; }
    }
}
