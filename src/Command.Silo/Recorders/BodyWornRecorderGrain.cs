using System.Collections.Immutable;
using System.Globalization;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Contracts.Recorders;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.MediaNode;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Recorders;

/// <summary>
/// One body-worn recorder: what people want of it, what it reports, its orders and its sessions. The rules decide, as pure functions over one
/// <see cref="RecorderTurn"/>; this class commits what they decided, hands on what has to be told, and holds the present.
/// </summary>
[GrainType(RecorderRecord.Kind), CollectionAgeLimit(Minutes = 2)]
internal sealed partial class BodyWornRecorderGrain
    : Grain,
        IBodyWornRecorderGrain,
        IDeviceGrain,
        IPublishedDevice,
        IRecorderLink,
        ISignalSubject,
        IDeadlineTarget
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TellPeriod = TimeSpan.FromSeconds(2);

    private readonly RecorderFacilities _facilities;
    private readonly ILogger<BodyWornRecorderGrain> _logger;
    private readonly string _id;
    private readonly RecorderRecord _record;
    private readonly RecorderHistory _history;
    private readonly ClockReadings _clock = new();
    private readonly TrackFilter _pageTrack = new();
    private RecorderState? _state;
    private PublisherReport? _publisher;
    private DateTimeOffset? _pageHeardAt;
    private DateTimeOffset? _askAgainAt;
    private DeviceSummary? _toldSummary;
    private (DeviceState State, StateCause Cause) _toldStream;
    private RecorderHealth? _toldHealth;
    private RecorderPosition? _toldPosition;
    private DateTimeOffset _toldAt;

    public BodyWornRecorderGrain(RecorderFacilities facilities, ILogger<BodyWornRecorderGrain> logger)
    {
        _facilities = facilities;
        _logger = logger;
        _id = this.GetPrimaryKeyString();
        _record = new RecorderRecord(facilities.Store, facilities.Courier, facilities.Options, _id);
        _history = new RecorderHistory(facilities.Contexts, _id);
    }

    private DateTimeOffset Now => _facilities.Time.GetUtcNow();

    private DeviceRunner Runner => _facilities.Runner;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _record.LoadAsync(cancellationToken);
        if (_record.State is not { } stored)
        {
            return;
        }
        _state = stored;
        (_toldSummary, _toldStream) = (RecorderMapping.ToSummary(_id, stored), RecorderMapping.StreamState(stored));
        var turn = Begin(CommandContext.System(Ulid.New(_facilities.Time)));
        if (await _history.LastPositionAsync(cancellationToken) is { } position)
        {
            NewsRules.Apply(turn, position);
        }
        PresenceRules.Restart(turn);
        await KeepAsync(turn, cancellationToken);
        Begun();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Runner.Remove(_id, reason.ReasonCode == DeactivationReasonCode.ShuttingDown ? "server-stopping" : "source-moved");
        return Task.CompletedTask;
    }

    // From here on the recorder exists and this activation looks after it.
    private void Begun()
    {
        Run();
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickPeriod, TickPeriod));
    }

    private void Run()
    {
        if (_state is { Enabled: true })
        {
            Runner.Accept(RecorderMapping.Stream(_id));
        }
        else
        {
            Runner.Remove(_id, "recorder-disabled");
        }
    }

    private RecorderTurn Begin(CommandContext context) =>
        new(_id, _state!, context, _facilities.Options, _facilities.Time) // asked for existing recorders only
        {
            PageIsHere = Now - _pageHeardAt < _facilities.Options.PageSilence,
        };

    private CommandContext AsDevice() =>
        CommandContext.Device(RecorderRecord.Kind, _id, Ulid.New(_facilities.Time), null) with
        {
            ActorName = _state!.Name, // asked for existing recorders only
        };

    /// <summary>Every person's order on an existing recorder passes here first.</summary>
    private async ValueTask<Refusal?> RefuseAsync(CommandContext context, Right right, CancellationToken cancellationToken)
    {
        if (_state is not { } state)
        {
            return Refusal.Of(RefusalCode.NotFound, "recorder-not-found", $"There is no recorder {_id}.");
        }
        var scope = new AccessScope(RecorderRecord.Kind, _id, state.UnitId);
        return (await _facilities.Authority.DecideAsync(context, right, scope, cancellationToken)).Refusal;
    }

    /// <summary>Commits a person's order; null, or why it could not be.</summary>
    private async Task<Refusal?> CommitAsync(RecorderTurn turn, CancellationToken cancellationToken)
    {
        PresenceRules.Settle(turn);
        switch (await _record.SaveAsync(turn, cancellationToken))
        {
            case SaveResult.Saved:
                await FollowAsync(turn, cancellationToken);
                return null;
            case SaveResult.DuplicateKey:
                return new Refusal(
                    RefusalCode.Conflict,
                    "serial-taken",
                    $"The serial {turn.State.Serial} belongs to another recorder.",
                    [turn.State.Serial],
                    "serial"
                );
            default:
                _state = _record.State;
                return Refusals.Raced("recorder");
        }
    }

    /// <summary>Commits what was reported, when there is anything to commit: telemetry alone stays in memory.</summary>
    private async Task KeepAsync(RecorderTurn turn, CancellationToken cancellationToken, bool always = false)
    {
        PresenceRules.Settle(turn);
        if (
            (always || turn.HasToBeStored || RecorderMapping.ToSummary(_id, turn.State) != _toldSummary)
            && await _record.SaveAsync(turn, cancellationToken) is not SaveResult.Saved
        )
        {
            // Another activation wrote: it is the newer one. This one gives way; whoever reported tries again and finds that one.
            DeactivateOnIdle();
            throw new StorageException($"Recorder {_id} was written by another activation.");
        }
        await FollowAsync(turn, cancellationToken);
    }

    private async Task FollowAsync(RecorderTurn turn, CancellationToken cancellationToken)
    {
        var before = _state;
        _state = turn.State;
        if (before is not null && before.Link.DiffersFrom(_state.Link))
        {
            Log.StateChanged(_logger, _id, before.Link.State, _state.Link.State, _state.Link.Cause.Code);
        }
        if (turn.Sessions.Any(session => session.Reason is SessionRules.NoAnswer or SessionRules.DeclinedByDevice))
        {
            _askAgainAt = turn.Now + _facilities.Options.SessionWait; // viewers ask again and again; the device must not be asked as often
        }
        await HandOnAsync(cancellationToken);
        await TellConsolesAsync();
        KeepAliveWhilePresent();
    }

    /// <summary>Signals to the desk, orders to the device: both are stored, so that whatever fails here is tried again.</summary>
    private async Task HandOnAsync(CancellationToken cancellationToken)
    {
        var turn = Begin(CommandContext.System(Ulid.New(_facilities.Time)));
        var left = await _facilities.Courier.DeliverAsync(turn.State.Signals, cancellationToken);
        if (!ReferenceEquals(left, turn.State.Signals))
        {
            turn.State = turn.State with { Signals = left };
        }
        if (turn.State is { Enabled: true, Contact.Connected: true })
        {
            foreach (
                var order in turn.State.Orders.Where(order => order.State == RecorderCommandState.Pending && order.ExpiresAt > turn.Now)
            )
            {
                if (!await _facilities.Post.TrySendAsync(turn.State.Serial, order, ArgumentsOf(order)))
                {
                    break;
                }
                OrderRules.Sent(turn, order.Id);
            }
        }
        if (turn.HasToBeStored && await _record.SaveAsync(turn, cancellationToken) is SaveResult.Saved)
        {
            _state = turn.State;
        }
    }

    // A time that was true when the order was given is not when it is sent.
    private string ArgumentsOf(RecorderCommand order)
    {
        if (order.Name != OrderNames.TimeSync)
        {
            return order.Arguments;
        }
        var offset = _clock.Offset is { } known
            ? string.Create(CultureInfo.InvariantCulture, $",\"offsetMs\":{(long)known.TotalMilliseconds}")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{Now.ToUnixTimeMilliseconds()}{offset}}}");
    }

    private async Task TellConsolesAsync()
    {
        var state = _state!; // called after a commit
        var hints = ImmutableArray.CreateBuilder<WallEvent>();
        var (now, summary, stream) = (Now, RecorderMapping.ToSummary(_id, state), RecorderMapping.StreamState(state));
        if (summary != _toldSummary)
        {
            var left = _toldSummary is { } told && told.UnitId != summary.UnitId ? told.UnitId : null;
            _toldSummary = summary;
            hints.Add(new DeviceChanged(now, summary, left));
        }
        if (stream != _toldStream)
        {
            _toldStream = stream;
            hints.Add(new StreamChanged(now, RecorderMapping.Stream(_id), stream.State, stream.Cause, null, state.UnitId));
        }
        if ((_toldHealth != state.Health || _toldPosition != state.Position) && now - _toldAt >= TellPeriod)
        {
            (_toldHealth, _toldPosition, _toldAt) = (state.Health, state.Position, now);
            hints.Add(new RecorderTold(now, _id, state.Health, state.Position, state.UnitId));
        }
        if (hints.Count > 0)
        {
            await _facilities.Hints.TellAsync(hints.ToImmutable());
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (_state is null)
        {
            return;
        }
        var turn = Begin(CommandContext.System(Ulid.New(_facilities.Time)));
        var waits =
            turn.State is { Enabled: true, Contact.Connected: true } state
            && state.Orders.Any(order => order.State == RecorderCommandState.Pending);
        var isOld =
            PresenceRules.IsSilent(turn.State, turn.Options, turn.Now)
            || PresenceRules.Decide(turn.State, turn.PageIsHere, turn.Now) != turn.State.Link;
        if (isOld || waits)
        {
            await KeepAsync(turn, cancellationToken);
        }
        else
        {
            await TellConsolesAsync();
        }
        KeepAliveWhilePresent();
    }

    private void KeepAliveWhilePresent()
    {
        if (_state?.Link.State is DeviceState.Connecting or DeviceState.Online or DeviceState.Degraded || Runner.IsWanted(_id))
        {
            DelayDeactivation(KeepAlive);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "RecorderStateChanged",
            Level = LogLevel.Information,
            Message = "Recorder {Id}: {From} to {To} ({Cause})"
        )]
        public static partial void StateChanged(ILogger logger, string id, DeviceState from, DeviceState to, string cause);
    }
}
