using System.Collections.Immutable;
using Command.Contracts.Common;

namespace Command.Silo.Signals;

/// <summary>
/// What an order or an occurrence makes of a signal: a new state with the events that tell of it (none when they are coalesced), nothing at all,
/// or a refusal.
/// </summary>
internal sealed record SignalStep(StoredSignal? Next, ImmutableArray<SignalHappening> Happenings, Refusal? Refusal)
{
    /// <summary>Already so.</summary>
    public static readonly SignalStep Nothing = new(null, [], null);

    public static SignalStep To(StoredSignal next, params ImmutableArray<SignalHappening> happenings) => new(next, happenings, null);

    public static SignalStep Refuse(Refusal refusal) => new(null, [], refusal);
}
