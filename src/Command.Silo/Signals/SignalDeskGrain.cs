using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Signals;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Signals;

/// <summary>All signals of the site. Open ones are held here, each is an aggregate of its own; never awaits a source or a subject.</summary>
[GrainType("signal-desk")]
internal sealed partial class SignalDeskGrain : Grain, ISignalDeskGrain, ISignalIntake, ISignalClerk
{
    private const int MaxTake = 200;
    private static readonly ImmutableArray<SignalColour> Colours =
    [
        SignalColour.Red,
        SignalColour.Orange,
        SignalColour.Yellow,
        SignalColour.Blue,
    ];

    private readonly IAggregateStore _store;
    private readonly IAuthority _authority;
    private readonly ConsoleHints _hints;
    private readonly SignalOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SignalDeskGrain> _logger;
    private readonly SignalLists _lists;
    private readonly SignalShelf _shelf = new();
    private readonly StormControl _storms;

    public SignalDeskGrain(
        IAggregateStore store,
        IAuthority authority,
        ConsoleHints hints,
        IDbContextFactory<CommandDbContext> contexts,
        IOptions<SignalOptions> options,
        TimeProvider time,
        ILogger<SignalDeskGrain> logger
    )
    {
        _store = store;
        _authority = authority;
        _hints = hints;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _lists = new SignalLists(contexts, store, options.Value);
        _storms = new StormControl(GrainFactory, options.Value, time);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await _lists.OpenAsync(cancellationToken))
        {
            _shelf.Put(record);
            _storms.Count(record.State);
        }
    }

    public async Task<CommandResult<SignalPage>> QueryAsync(CommandContext context, SignalQuery query, CancellationToken cancellationToken)
    {
        if (query.Take is < 1 or > MaxTake)
        {
            return Refusal.InvalidField("take", "take-range", $"take is {query.Take}; 1 to {MaxTake} are expected.", $"{MaxTake}");
        }
        var visible = await _authority.VisibleAsync(context, SignalRights.View, cancellationToken);
        if (visible.IsEmpty)
        {
            // On the record, like every attempt.
            var scope = new AccessScope(SignalRecord.Kind, null, null);
            return (await _authority.DecideAsync(context, SignalRights.View, scope, cancellationToken)).Refusal
                ?? Refusal.Of(RefusalCode.Forbidden, "right-missing", $"The right {SignalRights.View} is missing.");
        }
        var (signals, next, total) = await _lists.PageAsync(query, visible, cancellationToken);
        return new SignalPage(signals, next, total, Waiting(visible));
    }

    public async Task<CommandResult<Signal>> DescribeAsync(CommandContext context, string id, CancellationToken cancellationToken)
    {
        var (record, refusal) = await FindAsync(context, SignalRights.View, id, cancellationToken);
        return record is null ? refusal! : record.ToSignal(); // exactly one of the two is set
    }

    public async Task<CommandResult> OfferAsync(CommandContext context, string id, CancellationToken cancellationToken)
    {
        var (record, refusal) = await FindAsync(context, SignalRights.View, id, cancellationToken);
        if (record is null)
        {
            return CommandResult.Refused(refusal!); // exactly one of the two is set
        }
        await TakeAsync(context, record, SignalTransitions.Offer(record.State), cancellationToken);
        return CommandResult.Done;
    }

    public Task<CommandResult<Signal>> AcknowledgeAsync(
        CommandContext context,
        string id,
        string? note,
        CancellationToken cancellationToken
    )
    {
        var words = FieldRules.NormaliseOptional(note);
        return AnswerAsync(
            context,
            id,
            SignalRules.CheckNote(words),
            (signal, now) => SignalTransitions.Acknowledge(signal, context, words, now),
            cancellationToken
        );
    }

    public Task<CommandResult<Signal>> DismissAsync(CommandContext context, string id, string reason, CancellationToken cancellationToken)
    {
        var words = FieldRules.Normalise(reason);
        return AnswerAsync(
            context,
            id,
            SignalRules.CheckReason(words),
            (signal, now) => SignalTransitions.Dismiss(signal, context, words, now),
            cancellationToken
        );
    }

    public async Task RaiseAsync(SignalDraft draft, CancellationToken cancellationToken)
    {
        draft = SignalRules.Bounded(draft);
        if (_shelf.Knows(draft))
        {
            return;
        }
        var now = _time.GetUtcNow();
        var context = CommandContext.System(draft.Id);
        if (
            _shelf.About(draft.Source, draft.Subject.Id).LastOrDefault(open => SignalRules.IsRepeat(open.State, draft, now)) is { } repeated
        )
        {
            await TakeAsync(context, repeated, SignalTransitions.Repeat(repeated.State, draft, now, _options), cancellationToken);
        }
        else if (draft.Colour == SignalColour.Red)
        {
            await BeginAsync(context, draft.Id, SignalTransitions.Raise(draft, now, _options), cancellationToken);
        }
        else if (await _storms.GroupOfAsync(_shelf.Open, draft, now, cancellationToken) is { } group)
        {
            await TakeAsync(context, group, SignalTransitions.Repeat(group.State, draft, now, _options), cancellationToken);
        }
        else if (await _storms.ScopeOfAsync(draft, now, cancellationToken) is { } scope)
        {
            Log.Storm(_logger, draft.Source, _options.StormLimit, _options.StormWindow, scope.Kind, scope.Id);
            await BeginAsync(context, Ulid.New(_time), SignalTransitions.RaiseGroup(draft, scope, now, _options), cancellationToken);
        }
        else
        {
            await BeginAsync(context, draft.Id, SignalTransitions.Raise(draft, now, _options), cancellationToken);
        }
    }

    public async Task CauseEndedAsync(string source, string subjectId, string why, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var record in _shelf.About(source, subjectId))
        {
            var step = SignalTransitions.CauseEnded(record.State, subjectId, why, at, _time.GetUtcNow());
            await TakeAsync(CommandContext.System(record.Id), record, step, cancellationToken);
        }
    }

    public async Task<SignalAnswer?> DueAsync(string id, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } record)
        {
            return null;
        }
        var now = _time.GetUtcNow();
        var context = CommandContext.System(id);
        switch (name)
        {
            case SignalRecord.DueDeadline:
                await TakeAsync(context, record, SignalTransitions.PassDue(record.State, now), cancellationToken);
                return null;
            case SignalRecord.TallyDeadline:
                await TakeAsync(context, record, SignalTransitions.Tally(record.State, now), cancellationToken);
                return null;
            case SignalRecord.TellDeadline when !record.State.Untold.IsEmpty:
                return new SignalAnswer(record.ToSignal(), record.State.Untold);
            case SignalRecord.ExpireDeadline when record.State is { IsOpen: false, Untold.IsEmpty: true }:
                await record.DeleteAsync(context, cancellationToken);
                return null;
            default:
                return null;
        }
    }

    public async Task ToldAsync(string id, ImmutableArray<SignalSubject> subjects, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { } record)
        {
            var step = SignalTransitions.Told(record.State, subjects);
            await TakeAsync(CommandContext.System(id), record, step, cancellationToken, isShown: false);
        }
    }

    private async Task<CommandResult<Signal>> AnswerAsync(
        CommandContext context,
        string id,
        Refusal? badWords,
        Func<StoredSignal, DateTimeOffset, SignalStep> answer,
        CancellationToken cancellationToken
    )
    {
        var (record, refusal) = await FindAsync(context, SignalRights.Answer, id, cancellationToken);
        if (record is null)
        {
            return refusal!; // exactly one of the two is set
        }
        if (badWords is not null)
        {
            return badWords;
        }
        var step = answer(record.State, _time.GetUtcNow());
        if (step.Refusal is { } refused)
        {
            return refused;
        }
        await TakeAsync(context, record, step, cancellationToken);
        if (step.Next is not null && !record.State.Untold.IsEmpty)
        {
            await GrainFactory
                .GetGrain<ISignalMessenger>(id)
                .TellAsync(new SignalAnswer(record.ToSignal(), record.State.Untold), CancellationToken.None);
        }
        return record.ToSignal();
    }

    private async Task<SignalRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        _shelf.Find(id) ?? (Ulid.IsValid(id) ? await _lists.FindAsync(id, cancellationToken) : null);

    private async Task<(SignalRecord? Record, Refusal? Refusal)> FindAsync(
        CommandContext context,
        Right right,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, cancellationToken) is not { } record)
        {
            return (null, SignalRules.NotFound(id));
        }
        var unitId = record.State.UnitId.Length == 0 ? null : record.State.UnitId;
        var scope = new AccessScope(SignalRecord.Kind, id, unitId, record.State.Subject.Id);
        var decision = await _authority.DecideAsync(context, right, scope, cancellationToken);
        return decision.Refusal is { } refusal ? (null, refusal) : (record, null);
    }

    private async Task BeginAsync(CommandContext context, string id, SignalStep step, CancellationToken cancellationToken)
    {
        var record = new SignalRecord(_store, _options, id);
        if (step.Next is { } first && await record.SaveAsync(context, first, step.Happenings, cancellationToken))
        {
            _storms.Count(first);
            await ShowAsync(record);
        }
        // Otherwise the id is on the record already: this draft was raised before, and is over.
    }

    private async Task TakeAsync(
        CommandContext context,
        SignalRecord record,
        SignalStep step,
        CancellationToken cancellationToken,
        bool isShown = true
    )
    {
        if (step.Next is not { } next)
        {
            return;
        }
        if (!await record.SaveAsync(context, next, step.Happenings, cancellationToken))
        {
            // Another activation wrote: it is the newer one. This one gives way; whoever called tries again and finds that one.
            DeactivateOnIdle();
            throw new StorageException($"Signal {record.Id} was written by another activation.");
        }
        if (isShown)
        {
            await ShowAsync(record);
        }
    }

    private Task ShowAsync(SignalRecord record)
    {
        _shelf.Put(record);
        return _hints.TellAsync(new SignalChanged(_time.GetUtcNow(), record.ToShort()));
    }

    private ImmutableArray<SignalCount> Waiting(ScopeSet visible)
    {
        var waiting = _shelf
            .Open.Where(record => record.State.IsWaiting && visible.Covers(record.State.UnitId, record.State.Subject.Id))
            .CountBy(record => record.State.Colour)
            .ToDictionary();
        return [.. Colours.Select(colour => new SignalCount(colour, waiting.GetValueOrDefault(colour)))];
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "SignalStorm",
            Level = LogLevel.Warning,
            Message = "More than {Limit} signals {Source} within {Window}: further ones are folded into one of {Kind} {Id}"
        )]
        public static partial void Storm(ILogger logger, string source, int limit, TimeSpan window, string kind, string id);
    }
}
