using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>The state machine of a signal (E3), as pure functions.</summary>
internal static class SignalTransitions
{
    private const int RememberedDrafts = 32;

    /// <summary>A new signal of one subject.</summary>
    public static SignalStep Raise(SignalDraft draft, DateTimeOffset now, SignalOptions options) =>
        SignalStep.To(Begin(draft, now, options), SignalHappening.Raised);

    /// <summary>A new group whose first member is the draft's subject.</summary>
    /// <param name="scope">The unit that holds the storm, or the whole site.</param>
    public static SignalStep RaiseGroup(SignalDraft draft, SignalSubject scope, DateTimeOffset now, SignalOptions options)
    {
        var group = Begin(draft, now, options) with
        {
            Subject = scope,
            UnitId = scope.Id,
            Place = null,
            Detail = null,
            Evidence = [],
            Drafts = [],
            Members = [new SignalMember(draft.Subject, draft.Id, draft.At, null)],
        };
        return SignalStep.To(group, SignalHappening.Raised);
    }

    /// <summary>The same again, or one more member of a group.</summary>
    public static SignalStep Repeat(StoredSignal signal, SignalDraft draft, DateTimeOffset now, SignalOptions options)
    {
        var colour = (SignalColour)Math.Max((int)signal.Colour, (int)draft.Colour);
        var next = signal with
        {
            LastAt = now,
            Count = signal.Count + 1,
            Colour = colour,
            DueAt = signal.IsWaiting ? Earlier(signal.DueAt, now + options.AnswerTime(colour)) : null,
            CauseEndedAt = null,
            Simulated = signal.Simulated && draft.Simulated,
            Listeners = Listeners(signal.Listeners, draft),
        };
        next = signal.IsGroup
            ? next with
            {
                Members = Join(signal.Members, draft),
            }
            : next with
            {
                Place = draft.Place ?? signal.Place,
                Detail = draft.Detail ?? signal.Detail,
                Evidence = [.. signal.Evidence.Concat(draft.Evidence).TakeLast(SignalRules.ShownEvidence)],
                Drafts = [.. signal.Drafts.Append(draft.Id).TakeLast(RememberedDrafts)],
            };
        var tallyAt = signal.TalliedAt + SignalRules.TallyPeriod;
        return tallyAt <= now
            ? SignalStep.To(next with { TalliedAt = now, TallyAt = null }, SignalHappening.Repeated)
            : SignalStep.To(next with { TallyAt = tallyAt });
    }

    /// <summary>The count goes on the record.</summary>
    public static SignalStep Tally(StoredSignal signal, DateTimeOffset now) =>
        signal.TallyAt is { } due && due <= now
            ? SignalStep.To(signal with { TalliedAt = now, TallyAt = null }, SignalHappening.Repeated)
            : SignalStep.Nothing;

    /// <summary>A console has shown it.</summary>
    public static SignalStep Offer(StoredSignal signal) =>
        signal.State == SignalState.New
            ? SignalStep.To(signal with { State = SignalState.Offered }, SignalHappening.Offered)
            : SignalStep.Nothing;

    /// <summary>A person answers for it; what is over already is closed by it.</summary>
    public static SignalStep Acknowledge(StoredSignal signal, CommandContext who, string? note, DateTimeOffset now)
    {
        if (!signal.IsWaiting)
        {
            return Again(signal, who, SignalState.Acknowledged);
        }
        var next = Answered(signal, who, note, now);
        return signal.CauseEndedAt is null
            ? SignalStep.To(next with { State = SignalState.Acknowledged }, SignalHappening.Acknowledged(note))
            : SignalStep.To(
                Over(next, SignalState.Closed, now),
                SignalHappening.Acknowledged(note),
                SignalHappening.Closed("acknowledged-and-over")
            );
    }

    /// <summary>A person sets it aside, also after somebody had acknowledged it.</summary>
    public static SignalStep Dismiss(StoredSignal signal, CommandContext who, string reason, DateTimeOffset now) =>
        signal.IsOpen
            ? SignalStep.To(Over(Answered(signal, who, reason, now), SignalState.Dismissed, now), SignalHappening.Dismissed(reason))
            : Again(signal, who, SignalState.Dismissed);

    /// <summary>The cause is over for one subject. A group is over with its last member.</summary>
    public static SignalStep CauseEnded(StoredSignal signal, string subjectId, string why, DateTimeOffset at, DateTimeOffset now)
    {
        if (!signal.IsOpen || signal.CauseEndedAt is not null)
        {
            return SignalStep.Nothing;
        }
        var next = signal;
        if (signal.IsGroup)
        {
            var index = signal.Members.ToList().FindIndex(member => member.Subject.Id == subjectId && member.EndedAt is null);
            if (index < 0)
            {
                return SignalStep.Nothing;
            }
            next = signal with { Members = signal.Members.SetItem(index, signal.Members[index] with { EndedAt = at }) };
            if (next.Members.Any(member => member.EndedAt is null))
            {
                return SignalStep.To(next);
            }
        }
        next = next with { CauseEndedAt = at };
        // Red and orange need a person even when they are over: somebody has to know that it happened.
        return signal.State == SignalState.Acknowledged || signal.Colour <= SignalColour.Yellow
            ? SignalStep.To(Over(next, SignalState.Closed, now), SignalHappening.Closed(why))
            : SignalStep.To(next, SignalHappening.CauseEnded(why));
    }

    /// <summary>The time to acknowledge it may have passed.</summary>
    public static SignalStep PassDue(StoredSignal signal, DateTimeOffset now) =>
        signal is { IsWaiting: true, Overdue: false, DueAt: { } due } && due <= now
            ? SignalStep.To(signal with { Overdue = true }, SignalHappening.Overdue)
            : SignalStep.Nothing;

    /// <summary>These subjects know the answer, or never will.</summary>
    public static SignalStep Told(StoredSignal signal, ImmutableArray<SignalSubject> subjects)
    {
        var left = signal.Untold.RemoveAll(subjects.Contains);
        return left.Length == signal.Untold.Length ? SignalStep.Nothing : SignalStep.To(signal with { Untold = left });
    }

    private static StoredSignal Begin(SignalDraft draft, DateTimeOffset now, SignalOptions options) =>
        new()
        {
            Source = draft.Source,
            Subject = draft.Subject,
            UnitId = draft.UnitId,
            Colour = draft.Colour,
            State = SignalState.New,
            At = draft.At,
            RaisedAt = now,
            LastAt = now,
            Count = 1,
            Place = draft.Place,
            Detail = draft.Detail,
            Evidence = draft.Evidence,
            Window = draft.Window,
            DueAt = now + options.AnswerTime(draft.Colour),
            Simulated = draft.Simulated,
            Drafts = [draft.Id],
            Members = [],
            Listeners = Listeners([], draft),
            Untold = [],
            TalliedAt = now,
        };

    private static StoredSignal Answered(StoredSignal signal, CommandContext who, string? words, DateTimeOffset now) =>
        signal with
        {
            AnsweredById = who.ActorId,
            AnsweredBy = who.ActorName,
            AnsweredAt = now,
            Reason = words,
            DueAt = null,
            Untold = signal.Listeners,
        };

    private static StoredSignal Over(StoredSignal signal, SignalState state, DateTimeOffset now) =>
        signal with
        {
            State = state,
            OverAt = now,
            DueAt = null,
            TallyAt = null,
        };

    // The same order of the same person again is done already; anybody else is told who was first.
    private static SignalStep Again(StoredSignal signal, CommandContext who, SignalState wanted)
    {
        if (signal.AnsweredById is null)
        {
            return SignalStep.Refuse(SignalRules.Over());
        }
        var isSame = signal.State == wanted || (signal.State == SignalState.Closed && wanted == SignalState.Acknowledged);
        return isSame && signal.AnsweredById == who.ActorId ? SignalStep.Nothing : SignalStep.Refuse(SignalRules.Answered(signal));
    }

    private static ImmutableArray<SignalMember> Join(ImmutableArray<SignalMember> members, SignalDraft draft)
    {
        var member = new SignalMember(draft.Subject, draft.Id, draft.At, null);
        var index = members.ToList().FindIndex(known => known.Subject.Id == draft.Subject.Id);
        return index < 0 ? members.Add(member) : members.SetItem(index, member);
    }

    private static ImmutableArray<SignalSubject> Listeners(ImmutableArray<SignalSubject> listeners, SignalDraft draft) =>
        draft.TellSubject && !listeners.Contains(draft.Subject) ? listeners.Add(draft.Subject) : listeners;

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } time && time < other ? time : other;
}
