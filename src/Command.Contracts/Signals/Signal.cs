using System.Collections.Immutable;
using Command.Contracts.Common;

namespace Command.Contracts.Signals;

/// <summary>One signal.</summary>
/// <param name="Source">See <see cref="SignalDraft.Source"/>.</param>
/// <param name="UnitId">Empty for the whole site.</param>
/// <param name="At">When it happened.</param>
/// <param name="RaisedAt">When it reached the server.</param>
/// <param name="LastAt">Last repeat.</param>
/// <param name="Count">1 and its repeats.</param>
/// <param name="Grouped">Signals of other subjects folded into this one by storm control; 0 for none.</param>
/// <param name="Evidence">Newest last; in lists and hints the newest 16, otherwise all.</param>
/// <param name="DueAt">When it has to be acknowledged; null once it is.</param>
/// <param name="Overdue">It was not acknowledged in time.</param>
/// <param name="AnsweredBy">Name of the person who acknowledged or dismissed.</param>
/// <param name="Reason">Of the dismissal, or the note of the acknowledgement.</param>
/// <param name="CauseEndedAt">When the source said it is over.</param>
/// <param name="Version">Grows with each change.</param>
[GenerateSerializer, Immutable, Alias("command.Signal")]
public sealed record Signal(
    [property: Id(0)] string Id,
    [property: Id(1)] string Source,
    [property: Id(2)] SignalSubject Subject,
    [property: Id(3)] string UnitId,
    [property: Id(4)] SignalColour Colour,
    [property: Id(5)] SignalState State,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] DateTimeOffset RaisedAt,
    [property: Id(8)] DateTimeOffset LastAt,
    [property: Id(9)] int Count,
    [property: Id(10)] int Grouped,
    [property: Id(11)] Place? Place,
    [property: Id(12)] string? Detail,
    [property: Id(13)] ImmutableArray<SignalEvidence> Evidence,
    [property: Id(14)] DateTimeOffset? DueAt,
    [property: Id(15)] bool Overdue,
    [property: Id(16)] string? AnsweredBy,
    [property: Id(17)] DateTimeOffset? AnsweredAt,
    [property: Id(18)] string? Reason,
    [property: Id(19)] DateTimeOffset? CauseEndedAt,
    [property: Id(20)] bool Simulated,
    [property: Id(21)] long Version
);
