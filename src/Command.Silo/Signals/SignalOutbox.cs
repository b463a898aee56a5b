using System.Collections.Immutable;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>
/// What one subject has still to tell the signal desk, as a part of the subject's own state: committed in the transaction that makes it true, told
/// by <see cref="SignalCourier"/> after it, and again when the deadline <see cref="DeadlineName"/> wakes the grain. An immutable value.
/// </summary>
/// <param name="Errands">What has to be told, in order.</param>
/// <param name="Raised">Sources whose signal the desk has heard of and whose end it has not.</param>
/// <param name="Dropped">Errands that gave way because the outbox was full.</param>
internal sealed record SignalOutbox(ImmutableArray<SignalErrand> Errands, ImmutableArray<string> Raised, int Dropped = 0)
{
    /// <summary>Name of the deadline that goes with the outbox.</summary>
    public const string DeadlineName = "signals";

    /// <summary>Errands that may wait; beyond it the oldest story that began and ended, and was not red, is dropped whole.</summary>
    public const int Capacity = 64;

    public static readonly SignalOutbox Empty = new([], []);

    /// <summary>True while a signal of this source is raised, or waits to be.</summary>
    public bool Has(string source) =>
        Errands.LastOrDefault(errand => errand.IsAbout(source)) is { } last ? last.Raise is not null : Raised.Contains(source);

    /// <summary>Adds a signal. One that waits for <paramref name="notBefore"/> is never heard of when its cause ends first.</summary>
    public SignalOutbox Raise(SignalDraft draft, DateTimeOffset notBefore) =>
        Errands.Any(errand => errand.Raise?.Id == draft.Id) ? this : Add(new SignalErrand(draft, null, notBefore));

    /// <summary>The cause is over: what nobody can have heard of yet is taken back, for anything else the desk is told.</summary>
    public SignalOutbox End(string source, string subjectId, string why, DateTimeOffset at)
    {
        var kept = Errands.RemoveAll(errand => errand.Raise?.Source == source && errand.NotBefore > at);
        var remaining = kept.Length == Errands.Length ? this : this with { Errands = kept };
        return remaining.Has(source) ? remaining.Add(new SignalErrand(null, new SignalEnd(source, subjectId, why, at), at)) : remaining;
    }

    /// <summary>The desk has taken this errand.</summary>
    public SignalOutbox Told(SignalErrand errand) =>
        this with
        {
            Errands = Errands.Remove(errand),
            Raised = errand switch
            {
                { Raise: { } draft } => Raised.Contains(draft.Source) ? Raised : Raised.Add(draft.Source),
                { End: { } end } => Raised.Remove(end.Source),
                _ => Raised,
            },
        };

    private SignalOutbox Add(SignalErrand errand)
    {
        var grown = Errands.Add(errand);
        if (grown.Length <= Capacity)
        {
            return this with { Errands = grown };
        }
        var begin = grown.FirstOrDefault(older =>
            older.Raise is { Colour: < SignalColour.Red } draft && grown.Any(later => later.End?.Source == draft.Source)
        );
        var end = begin is null ? null : grown.First(later => later.End?.Source == begin.Raise!.Source); // chosen because it has both
        return begin is null || end is null
            ? this with
            {
                Errands = grown,
            }
            : this with
            {
                Errands = grown.Remove(begin).Remove(end),
                Dropped = Dropped + 2,
            };
    }
}
