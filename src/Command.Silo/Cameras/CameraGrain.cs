using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Keys;
using Command.Silo.MediaHttp;
using Command.Silo.MediaNode;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Cameras;

/// <summary>
/// One camera: what people want and what the device reports. Its streams are pulled on the silo where this grain is active; it keeps itself
/// active while they may be wanted, and is collected soon when they are not, or when its id is one that somebody made up.
/// </summary>
[GrainType(Kind), CollectionAgeLimit(Minutes = 2)]
internal sealed partial class CameraGrain : Grain, ICameraGrain, IDeviceGrain, IDeadlineTarget
{
    public const string Kind = CameraRecord.Kind;
    private const int MaxHistory = 500;
    private static readonly TimeSpan KeepAlivePeriod = TimeSpan.FromMinutes(5);

    private readonly CameraRecord _record;
    private readonly CameraSignals _signals;
    private readonly IAuthority _authority;
    private readonly ISecretProtector _secrets;
    private readonly DeviceRunner _runner;
    private readonly MediaDoor _door;
    private readonly ConsoleHints _hints;
    private readonly IDbContextFactory<CommandDbContext> _contexts;
    private readonly ILocalSiloDetails _silo;
    private readonly TimeProvider _time;
    private readonly ILogger<CameraGrain> _logger;
    private readonly string _id;
    private readonly CameraStreams _streams;

    public CameraGrain(
        IAggregateStore store,
        CameraSignals signals,
        IAuthority authority,
        ISecretProtector secrets,
        DeviceRunner runner,
        MediaDoor door,
        ConsoleHints hints,
        IDbContextFactory<CommandDbContext> contexts,
        ILocalSiloDetails silo,
        TimeProvider time,
        ILogger<CameraGrain> logger
    )
    {
        _id = this.GetPrimaryKeyString();
        _signals = signals;
        _record = new CameraRecord(store, signals, _id);
        _authority = authority;
        _secrets = secrets;
        _runner = runner;
        _door = door;
        _hints = hints;
        _contexts = contexts;
        _silo = silo;
        _time = time;
        _logger = logger;
        _streams = new CameraStreams(_id);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _record.LoadAsync(cancellationToken);
        if (_record.State is not { } state)
        {
            return;
        }
        var link = CameraTransitions.Restart(state.Link, _time.GetUtcNow());
        if (link.DiffersFrom(state.Link))
        {
            await SaveLinkAsync(state with { Link = link }, cancellationToken);
        }
        _streams.Reset(_record.State ?? state);
        Run();
        this.RegisterGrainTimer(KeepAlive, new GrainTimerCreationOptions(KeepAlivePeriod, KeepAlivePeriod) { Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _runner.Remove(_id, reason.ReasonCode == DeactivationReasonCode.ShuttingDown ? "server-stopping" : "source-moved");
        return Task.CompletedTask;
    }

    public async Task<CommandResult<CameraStatus>> DescribeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, CameraRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return Status();
    }

    public async Task<CommandResult<CameraStatus>> CreateAsync(
        CommandContext context,
        CameraDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (!Ulid.IsValid(_id))
        {
            return Refusal.InvalidField("id", "device-id-malformed", "The id of a camera is a lower-case ULID made by the server.");
        }
        if (_record.State is not null)
        {
            return Refusal.Of(RefusalCode.Conflict, "camera-exists", $"Camera {_id} exists already.");
        }
        if (await CheckDraftAsync(context, draft, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var link = CameraTransitions.Decide(draft.Enabled, draft.Enabled ? CameraCauses.Created : CameraCauses.Disabled, _time.GetUtcNow());
        var next = CameraDraftRules.Apply(_id, null, draft, link, _secrets);
        return await CommitAsync(context, "camera.created", next, null, cancellationToken);
    }

    public async Task<CommandResult<CameraStatus>> UpdateAsync(
        CommandContext context,
        CameraDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, CameraRights.Manage, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var state = _record.State!; // RefuseAsync refuses a camera that does not exist
        if (expectedVersion is { } expected && expected != state.Revision)
        {
            return Refusals.VersionConflict("camera", state.Revision, expected);
        }
        if ((await CheckDraftAsync(context, draft, cancellationToken) ?? CameraDraftRules.CheckKeptCredential(state, draft)) is { } invalid)
        {
            return invalid;
        }
        var next = CameraDraftRules.Apply(_id, state, draft, state.Link, _secrets);
        return await CommitAsync(context, "camera.updated", next with { Link = LinkAfter(state, next) }, state, cancellationToken);
    }

    public async Task<CommandResult> DeleteAsync(CommandContext context, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, CameraRights.Manage, cancellationToken) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        if (expectedVersion is { } expected && expected != _record.State!.Revision)
        {
            return CommandResult.Refused(Refusals.VersionConflict("camera", _record.State.Revision, expected));
        }
        var last = _record.State!; // RefuseAsync refuses a camera that does not exist
        if (!await _record.DeleteAsync(context, cancellationToken))
        {
            return CommandResult.Refused(Refusals.Raced("camera"));
        }
        await _signals.ForgetAsync(_id, last, cancellationToken);
        _runner.Remove(_id, "camera-deleted");
        await _hints.TellAsync(new DeviceRemoved(_time.GetUtcNow(), _id, last.UnitId));
        return CommandResult.Done;
    }

    public async Task<CommandResult<StateHistory>> HistoryAsync(CommandContext context, int take, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, CameraRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
        var bounded = Math.Clamp(take, 1, MaxHistory);
        return new StateHistory(await CameraHistory.ReadAsync(database, _record.Key, bounded, cancellationToken));
    }

    public async Task<CommandResult<StillTicket>> StillAsync(CommandContext context, int maxWidth, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, CameraRights.Watch, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (maxWidth is < 64 or > 1920)
        {
            return Refusal.InvalidField("width", "width-out-of-range", $"Width {maxWidth} is outside 64 to 1920 pixels.", $"{maxWidth}");
        }
        if (_record.State?.Link is { State: DeviceState.Offline or DeviceState.Disabled } link)
        {
            return Refusals.Unavailable(link.Cause);
        }
        return await _door.StillTicketAsync(_runner.BestOf(_streams.Names), maxWidth, cancellationToken);
    }

    // Its activation has begun whatever has to run.
    public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Its streams are pulled, and the pull follows the viewers by itself.
    public Task<StateCause?> WantedAsync(string part, bool wanted, CancellationToken cancellationToken) =>
        Task.FromResult<StateCause?>(null);

    public Task<string> WhereAsync(CancellationToken cancellationToken) => Task.FromResult(_silo.SiloAddress.ToParsableString());

    public Task<CommandResult<StreamOffer>> OfferStreamAsync(string part, CancellationToken cancellationToken)
    {
        if (_record.State is not { } state || !_streams.Has(part))
        {
            return Task.FromResult<CommandResult<StreamOffer>>(
                Refusal.Of(RefusalCode.NotFound, "stream-not-found", $"There is no stream camera/{_id}/{part}.")
            );
        }
        KeepAliveWhile(true);
        return Task.FromResult<CommandResult<StreamOffer>>(
            state.Enabled ? new StreamOffer(_silo.SiloAddress.ToParsableString(), state.UnitId) : Refusals.Unavailable(state.Link.Cause)
        );
    }

    public async Task ReportAsync(DeviceReport report, CancellationToken cancellationToken)
    {
        if (_record.State is not { Enabled: true } state || !_streams.Apply(report))
        {
            return; // a report that was under way when the camera was switched off or removed
        }
        var next = _streams.Reported(state, report);
        if (next != state)
        {
            await SaveLinkAsync(next, cancellationToken);
        }
        KeepAliveWhile(true);
        await _hints.TellAsync(_streams.Hints(next, next != state, report.Part, report.At));
        await DeliverSignalsAsync(cancellationToken);
    }

    public Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken) =>
        name == SignalOutbox.DeadlineName ? DeliverSignalsAsync(cancellationToken) : Task.CompletedTask;

    // Every person's order on an existing camera passes here first.
    private async ValueTask<Refusal?> RefuseAsync(CommandContext context, Right right, CancellationToken cancellationToken)
    {
        if (_record.State is not { } state)
        {
            return Refusal.Of(RefusalCode.NotFound, "camera-not-found", $"There is no camera {_id}.");
        }
        var decision = await _authority.DecideAsync(context, right, new AccessScope(Kind, _id, state.UnitId), cancellationToken);
        return decision.Refusal;
    }

    private async Task<Refusal?> CheckDraftAsync(CommandContext context, CameraDraft draft, CancellationToken cancellationToken)
    {
        var decision = await _authority.DecideAsync(
            context,
            CameraRights.Manage,
            new AccessScope(Kind, _id, draft.UnitId),
            cancellationToken
        );
        if (decision.Refusal is { } denied)
        {
            return Refusals.Place(denied, draft.UnitId);
        }
        if (CameraDraftRules.Check(draft) is { } refusal)
        {
            return refusal;
        }
        var unit = await GrainFactory
            .GetGrain<IUnitTreeGrain>(IUnitTreeGrain.SiteKey)
            .DescribeAsync(context, draft.UnitId.Trim(), cancellationToken);
        return unit.Refusal is { } missing ? missing with { Field = "unitId" } : null;
    }

    private LinkState LinkAfter(CameraState before, CameraState next)
    {
        var now = _time.GetUtcNow();
        if (before.Enabled != next.Enabled)
        {
            return CameraTransitions.Decide(next.Enabled, next.Enabled ? CameraCauses.Enabled : CameraCauses.Disabled, now);
        }
        return next.Enabled && CameraMapping.NeedsReconnect(before, next)
            ? CameraTransitions.Decide(true, CameraCauses.Changed, now)
            : before.Link;
    }

    private async Task<CommandResult<CameraStatus>> CommitAsync(
        CommandContext context,
        string type,
        CameraState next,
        CameraState? before,
        CancellationToken cancellationToken
    )
    {
        var isNewLink = before is null || before.Link.DiffersFrom(next.Link);
        if (!await _record.CommitAsync(context, type, next, cancellationToken))
        {
            return Refusals.Raced("camera");
        }
        if (isNewLink)
        {
            _streams.Reset(next);
        }
        Run();
        var left = before?.UnitId == next.UnitId ? null : before?.UnitId;
        await _hints.TellAsync(new DeviceChanged(_time.GetUtcNow(), CameraMapping.ToSummary(_id, next), left));
        await DeliverSignalsAsync(cancellationToken);
        return Status();
    }

    private async Task SaveLinkAsync(CameraState next, CancellationToken cancellationToken)
    {
        var before = _record.State!; // reports and restarts concern stored cameras only
        if (!await _record.ReportAsync(CommandContext.System(Ulid.New(_time)), next, cancellationToken))
        {
            // Another activation wrote: it is the newer one. This one gives way; whoever reported tries again and finds that one.
            DeactivateOnIdle();
            throw new StorageException($"Camera {_id} was written by another activation.");
        }
        Log.StateChanged(_logger, _id, before.Link.State, next.Link.State, next.Link.Cause.Code);
    }

    private async Task DeliverSignalsAsync(CancellationToken cancellationToken)
    {
        if (!await _record.DeliverSignalsAsync(cancellationToken))
        {
            DeactivateOnIdle(); // as above; what was told is told once more by the newer one, which the desk knows by its id
        }
    }

    private void Run()
    {
        if (_record.State is not { Enabled: true } state)
        {
            _runner.Remove(_id, "camera-disabled");
            return;
        }
        if (!_streams.TryPlan(state, _secrets, out var plans))
        {
            Log.SecretUnreadable(_logger, _id);
        }
        _runner.Configure(_id, plans);
        KeepAliveWhile(true);
    }

    private Task KeepAlive(CancellationToken cancellationToken)
    {
        KeepAliveWhile(_record.State is { Enabled: true, AlwaysOn: true } || _runner.IsWanted(_id));
        return Task.CompletedTask;
    }

    private void KeepAliveWhile(bool wanted)
    {
        if (wanted)
        {
            DelayDeactivation(3 * KeepAlivePeriod);
        }
    }

    private CameraStatus Status()
    {
        var state = _record.State!; // asked only after RefuseAsync or a commit
        return CameraMapping.ToStatus(_id, state, _streams.Status(_runner));
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "CameraStateChanged", Level = LogLevel.Information, Message = "Camera {Id}: {From} to {To} ({Cause})")]
        public static partial void StateChanged(ILogger logger, string id, DeviceState from, DeviceState to, string cause);

        [LoggerMessage(
            EventName = "CameraSecretUnreadable",
            Level = LogLevel.Error,
            Message = "A stored secret of camera {Id} cannot be opened with this master key; the camera is tried without it. Enter it again"
        )]
        public static partial void SecretUnreadable(ILogger logger, string id);
    }
}
