using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Recorders;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Silo.Authority;
using Command.Silo.Common;

namespace Command.Silo.Recorders;

/// <summary>What people ask of a recorder and state about it.</summary>
internal sealed partial class BodyWornRecorderGrain
{
    private const int MaxHistory = 500;
    private const int MaxSessions = 200;
    private const int MaxPoints = 5_000;

    public async Task<CommandResult<RecorderStatus>> DescribeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return Status();
    }

    public async Task<CommandResult<CreatedRecorder>> CreateAsync(
        CommandContext context,
        RecorderDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (!Ulid.IsValid(_id))
        {
            return Refusal.InvalidField("id", "device-id-malformed", "The id of a recorder is a lower-case ULID made by the server.");
        }
        if (_state is not null)
        {
            return Refusal.Of(RefusalCode.Conflict, "recorder-exists", $"Recorder {_id} exists already.");
        }
        if (await CheckDraftAsync(context, draft, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var key = DeviceKey.New();
        var created = RecorderDraftRules.Create(_id, draft, DeviceKey.HashOf(key), Now);
        var turn = new RecorderTurn(_id, created, context, _facilities.Options, _facilities.Time);
        turn.Note("recorder.created", null, null, RecorderRecord.Describe(created));
        PresenceRules.NoteChange(turn, new LinkState(DeviceState.Unknown, StateCause.None, turn.Now), created.Link);
        if (await CommitAsync(turn, cancellationToken) is { } failure)
        {
            return failure;
        }
        Begun();
        return new CreatedRecorder(Status(), KeyOf(key));
    }

    public async Task<CommandResult<RecorderStatus>> UpdateAsync(
        CommandContext context,
        RecorderDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, RecorderRights.Manage, expectedVersion, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (await CheckDraftAsync(context, draft, cancellationToken) is { } invalid)
        {
            return invalid;
        }
        var before = _state!; // RefuseAsync refuses a recorder that does not exist
        var turn = Begin(context);
        RecorderDraftRules.Update(turn, draft);
        turn.PageIsHere &= before.Enabled;
        turn.Note("recorder.updated", null, RecorderRecord.Describe(before), RecorderRecord.Describe(turn.State));
        if (await CommitAsync(turn, cancellationToken) is { } failure)
        {
            return failure;
        }
        if (turn.State.Serial != before.Serial || before.Enabled != turn.State.Enabled)
        {
            _pageHeardAt = null;
            _facilities.Post.Disconnect(before.Serial, turn.State.Enabled ? "serial-changed" : "recorder-disabled");
        }
        Run();
        return Status();
    }

    public async Task<CommandResult> DeleteAsync(CommandContext context, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.Manage, expectedVersion, cancellationToken) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        // Its signals and its session end first: the outbox goes with the state, and with it whatever the desk has not heard.
        var turn = Begin(context);
        SessionRules.End(turn, "recorder-deleted");
        RecorderSignals.EndAll(turn, "recorder-deleted");
        var left = await _facilities.Courier.DeliverAsync(turn.State.Signals, cancellationToken);
        if (!left.Errands.IsEmpty)
        {
            return CommandResult.Refused(
                Refusal.Of(
                    RefusalCode.Unavailable,
                    "signals-not-told",
                    $"{left.Errands.Length} things of recorder {_id} have not reached the signal desk; try again."
                )
            );
        }
        turn.State = turn.State with { Signals = left };
        if (turn.HasToBeStored && await CommitAsync(turn, cancellationToken) is { } failure)
        {
            return CommandResult.Refused(failure);
        }
        var (serial, unitId) = (turn.State.Serial, turn.State.UnitId);
        if (!await _record.DeleteAsync(context, cancellationToken))
        {
            _state = _record.State;
            return CommandResult.Refused(Refusals.Raced("recorder"));
        }
        _state = null;
        Runner.Remove(_id, "recorder-deleted");
        _facilities.Post.Disconnect(serial, "recorder-deleted");
        await _facilities.Book.RefreshAsync(CancellationToken.None);
        await _facilities.Hints.TellAsync(new DeviceRemoved(Now, _id, unitId));
        DeactivateOnIdle();
        return CommandResult.Done;
    }

    public async Task<CommandResult<RecorderKey>> ResetKeyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.Manage, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var key = DeviceKey.New();
        var turn = Begin(context);
        turn.State = turn.State with { KeyHash = DeviceKey.HashOf(key), Revision = turn.State.Revision + 1 };
        turn.Note("recorder.key-reset");
        if (await CommitAsync(turn, cancellationToken) is { } failure)
        {
            return failure;
        }
        _facilities.Post.Disconnect(turn.State.Serial, "key-reset");
        var itself = CommandContext.Device(RecorderRecord.Kind, _id, context.CorrelationId, null).ActorId;
        await GrainFactory.GetGrain<IStreamGrantGrain>(IStreamGrantGrain.SiteKey).RevokeAsync(itself, cancellationToken);
        Runner.Remove(_id, "key-reset"); // whoever publishes may have signed in with the old one
        Run();
        return KeyOf(key);
    }

    public Task<bool> VerifyKeyAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(DeviceKey.Matches(_state?.KeyHash, key ?? "") & _state is { Enabled: true });

    public async Task<CommandResult<StateHistory>> HistoryAsync(CommandContext context, int take, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return new StateHistory(await _history.StatesAsync(Math.Clamp(take, 1, MaxHistory), cancellationToken));
    }

    public async Task<CommandResult<StillTicket>> StillAsync(CommandContext context, int maxWidth, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.Watch, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (maxWidth is < 64 or > 1920)
        {
            return Refusal.InvalidField("width", "width-out-of-range", $"Width {maxWidth} is outside 64 to 1920 pixels.", $"{maxWidth}");
        }
        if (_state is not { Session.IsStreaming: true })
        {
            return Refusals.Unavailable(RecorderMapping.StreamState(_state!).Cause); // RefuseAsync refuses a recorder that does not exist
        }
        return await _facilities.Door.StillTicketAsync(RecorderMapping.Stream(_id), maxWidth, cancellationToken);
    }

    public async Task<CommandResult<RecorderStatus>> AssignOfficerAsync(
        CommandContext context,
        string number,
        string name,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, RecorderRights.Manage, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var (givenNumber, givenName) = (FieldRules.Normalise(number), FieldRules.Normalise(name));
        if (RecorderDraftRules.CheckOfficer(givenNumber, givenName, accountId) is { } invalid)
        {
            return invalid;
        }
        var officer = new OfficerOnShift(givenNumber, givenName, Now, accountId);
        return await SetOfficerAsync(context, "recorder.officer-assigned", officer, cancellationToken);
    }

    public async Task<CommandResult<RecorderStatus>> EndShiftAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.Manage, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return _state is { Officer: null } ? Status() : await SetOfficerAsync(context, "recorder.shift-ended", null, cancellationToken);
    }

    public async Task<CommandResult<RecorderSessions>> SessionsAsync(CommandContext context, int take, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, RecorderRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return new RecorderSessions(await _history.SessionsAsync(Math.Clamp(take, 1, MaxSessions), cancellationToken));
    }

    public async Task<CommandResult<RecorderTrack>> TrackAsync(
        CommandContext context,
        DateTimeOffset from,
        DateTimeOffset until,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, RecorderRights.See, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return await _history.TrackAsync(from, until, Math.Clamp(take, 1, MaxPoints), cancellationToken);
    }

    private async ValueTask<Refusal?> RefuseAsync(
        CommandContext context,
        Right right,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) =>
        await RefuseAsync(context, right, cancellationToken)
        ?? (
            expectedVersion is { } expected && _state is { } state && expected != state.Revision
                ? Refusals.VersionConflict("recorder", state.Revision, expected)
                : null
        );

    private async Task<Refusal?> CheckDraftAsync(CommandContext context, RecorderDraft draft, CancellationToken cancellationToken)
    {
        var scope = new AccessScope(RecorderRecord.Kind, _id, draft.UnitId);
        var decision = await _facilities.Authority.DecideAsync(context, RecorderRights.Manage, scope, cancellationToken);
        if (decision.Refusal is { } denied)
        {
            return Refusals.Place(denied, draft.UnitId);
        }
        if (RecorderDraftRules.Check(draft) is { } refusal)
        {
            return refusal;
        }
        var unit = await GrainFactory
            .GetGrain<IUnitTreeGrain>(IUnitTreeGrain.SiteKey)
            .DescribeAsync(context, draft.UnitId.Trim(), cancellationToken);
        return unit.Refusal is { } missing ? missing with { Field = "unitId" } : null;
    }

    private async Task<CommandResult<RecorderStatus>> SetOfficerAsync(
        CommandContext context,
        string type,
        OfficerOnShift? officer,
        CancellationToken cancellationToken
    )
    {
        var turn = Begin(context);
        turn.State = turn.State with { Officer = officer, Revision = turn.State.Revision + 1 };
        turn.Note(type, null, RecorderRecord.Describe(turn.Before), RecorderRecord.Describe(turn.State));
        if (await CommitAsync(turn, cancellationToken) is { } failure)
        {
            return failure;
        }
        await _facilities.Book.RefreshAsync(CancellationToken.None); // committed: own device follows, whatever the caller does
        return Status();
    }

    private RecorderKey KeyOf(string key) => new(_state!.Serial, key, $"rec.{_id}.{key}"); // asked after a commit

    private RecorderStatus Status()
    {
        var state = _state!; // asked only after RefuseAsync or a commit
        var stream = RecorderMapping.ToStream(state, _publisher, Runner.FactsOf(RecorderMapping.Stream(_id)));
        return RecorderMapping.ToStatus(_id, state, _clock.Offset, stream);
    }
}
