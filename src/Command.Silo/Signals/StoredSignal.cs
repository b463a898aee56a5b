using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>A signal as it is stored.</summary>
internal sealed record StoredSignal
{
    public required string Source { get; init; }

    public required SignalSubject Subject { get; init; }

    /// <summary>Unit of the subject; of a group the lowest unit that holds all members. Empty for the whole site.</summary>
    public required string UnitId { get; init; }

    public required SignalColour Colour { get; init; }

    public required SignalState State { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    public required int Count { get; init; }

    public Place? Place { get; init; }

    public string? Detail { get; init; }

    /// <summary>Oldest first; of a group empty, because its members are the evidence.</summary>
    public required ImmutableArray<SignalEvidence> Evidence { get; init; }

    public required TimeSpan Window { get; init; }

    /// <summary>When it has to be acknowledged; null once a person answered or nobody has to.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public bool Overdue { get; init; }

    public string? AnsweredById { get; init; }

    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? CauseEndedAt { get; init; }

    /// <summary>When it left the open ones.</summary>
    public DateTimeOffset? OverAt { get; init; }

    public bool Simulated { get; init; }

    /// <summary>The newest drafts that were counted here, so that one told twice is known.</summary>
    public required ImmutableArray<string> Drafts { get; init; }

    /// <summary>Only of a group.</summary>
    public required ImmutableArray<SignalMember> Members { get; init; }

    /// <summary>Subjects that want to hear the answer.</summary>
    public required ImmutableArray<SignalSubject> Listeners { get; init; }

    /// <summary>Subjects that have still to be told the answer.</summary>
    public required ImmutableArray<SignalSubject> Untold { get; init; }

    /// <summary>When the count last went on the record.</summary>
    public required DateTimeOffset TalliedAt { get; init; }

    /// <summary>When the count goes on the record next; null while the record knows it.</summary>
    public DateTimeOffset? TallyAt { get; init; }

    public bool IsOpen => State is SignalState.New or SignalState.Offered or SignalState.Acknowledged;

    /// <summary>Nobody has answered yet.</summary>
    public bool IsWaiting => State is SignalState.New or SignalState.Offered;

    public bool IsGroup => !Members.IsEmpty;
}
