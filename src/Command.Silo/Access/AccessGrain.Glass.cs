using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Signals;
using Command.Silo.Authority;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Access;

/// <summary>Breaking the glass: everything that operating needs, for half an hour, seen by everybody.</summary>
internal sealed partial class AccessGrain
{
    private const string GlassEnds = "glass-ends";
    private const string GlassSignal = "glass-signal";
    private static readonly TimeSpan GlassLifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SignalRetry = TimeSpan.FromSeconds(30);
    private static readonly Right Breaks = new(Rights.BreakGlassUse);

    public async Task<CommandResult<BreakGlass>> BreakGlassAsync(CommandContext context, string reason, CancellationToken cancellationToken)
    {
        if (!IsOwn(context))
        {
            return Refusal.Of(RefusalCode.Forbidden, "glass-of-another-person", "Everybody breaks the glass for themselves.");
        }
        var decision = await DecideGlassAsync(context, cancellationToken);
        if (decision is { } denied)
        {
            return denied;
        }
        if (GrantRules.CheckReason(reason) is { } badReason)
        {
            return badReason;
        }
        if (State.Glass is { } running && running.Until > Now)
        {
            return Refusal.Of(RefusalCode.Conflict, "glass-broken", "The glass is broken already; its time cannot be made longer.");
        }
        var now = Now;
        var glass = new BrokenGlass(reason, now, now + GlassLifetime, Ulid.New(_time), false);
        var row = new BreakGlassRow
        {
            SubjectId = _subject,
            Reason = reason,
            Since = glass.Since,
            Until = glass.Until,
        };
        var draft = new EventDraft("access.glass-broken", context) { Cause = reason, After = $"\"{glass.Until:O}\"" };
        var refusal = await SaveAsync(
            State with
            {
                Glass = glass,
            },
            draft,
            [ProjectionChange.Upsert(row)],
            [new DeadlineChange(GlassEnds, glass.Until), new DeadlineChange(GlassSignal, Now + SignalRetry)],
            cancellationToken
        );
        if (refusal is not null)
        {
            return refusal;
        }
        try
        {
            await TellDeskAsync(context.ActorName, cancellationToken);
        }
        catch (Exception e)
        {
            // It is broken and on the record; the deadline tells the desk.
            Log.DeskNotTold(_logger, _subject, e);
        }
        return new BreakGlass(glass.Reason, glass.Since, glass.Until);
    }

    public async Task<CommandResult> MendGlassAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!IsOwn(context))
        {
            return CommandResult.Refused(
                Refusal.Of(RefusalCode.Forbidden, "glass-of-another-person", "Everybody gives back only what they took.")
            );
        }
        return State.Glass is null ? CommandResult.Done : await MendAsync(context, "given back", cancellationToken);
    }

    public async Task DeadlineDueAsync(string name, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (name == GlassEnds && State.Glass is { } glass && glass.Until <= Now)
        {
            await MendAsync(CommandContext.System(glass.SignalId), "time over", cancellationToken);
        }
        else if (name == GlassSignal)
        {
            await TellDeskAsync(_subject, cancellationToken);
        }
        else if (State.Glass is null)
        {
            var changes = new AggregateChanges { Deadlines = [new DeadlineChange(name, null)] };
            await _session.SaveAsync(State, changes, cancellationToken);
        }
    }

    // Only a commander breaks it, on shift or not: an emergency does not wait for the roster.
    private async Task<Refusal?> DecideGlassAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var snapshot = await _book.CurrentAsync(cancellationToken);
        var mayBreak =
            Ulid.IsValid(context.SessionId)
            && snapshot
                .RolesOf(_subject)
                .Any(role => (snapshot.Catalogue.Find(role.Role)?.BreakGlass ?? false) && !(role.From > Now) && !(role.Until <= Now));
        return mayBreak ? null : await RefuseAsync(context, Breaks, cancellationToken);
    }

    private async Task<CommandResult> MendAsync(CommandContext context, string cause, CancellationToken cancellationToken)
    {
        var signalId = State.Glass!.SignalId; // both callers have looked
        var draft = new EventDraft("access.glass-mended", context) { Cause = cause };
        var refusal = await SaveAsync(
            State with
            {
                Glass = null,
            },
            draft,
            [ProjectionChange.Delete<BreakGlassRow>(_subject)],
            [new DeadlineChange(GlassEnds, null), new DeadlineChange(GlassSignal, null)],
            cancellationToken
        );
        if (refusal is not null)
        {
            return CommandResult.Refused(refusal);
        }
        await Desk.CauseEndedAsync("break-glass", _subject, cause, Now, CancellationToken.None);
        return CommandResult.Done;
    }

    private ISignalIntake Desk => GrainFactory.GetGrain<ISignalIntake>(ISignalDeskGrain.SiteKey);

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "BrokenGlassNotTold",
            Level = LogLevel.Warning,
            Message = "{Subject} has broken the glass and the signal desk was not told; it is tried again"
        )]
        public static partial void DeskNotTold(ILogger logger, string subject, Exception exception);
    }

    private async Task TellDeskAsync(string name, CancellationToken cancellationToken)
    {
        if (State.Glass is not { SignalTold: false } glass)
        {
            return;
        }
        await Desk.RaiseAsync(
            new SignalDraft(
                glass.SignalId,
                "break-glass",
                new SignalSubject("account", _subject, name),
                "",
                SignalColour.Red,
                glass.Since,
                null,
                glass.Reason,
                [],
                TimeSpan.Zero,
                false,
                false
            ),
            cancellationToken
        );
        var changes = new AggregateChanges { Deadlines = [new DeadlineChange(GlassSignal, null)] };
        await _session.SaveAsync(State with { Glass = glass with { SignalTold = true } }, changes, cancellationToken);
    }
}
