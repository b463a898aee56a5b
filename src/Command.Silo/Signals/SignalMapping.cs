using System.Collections.Immutable;
using Command.Contracts.Signals;

namespace Command.Silo.Signals;

/// <summary>A signal in the words of others.</summary>
internal static class SignalMapping
{
    /// <summary>With all of its evidence, newest last.</summary>
    public static Signal ToSignal(this StoredSignal signal, string id, long version) => ToSignal(signal, id, version, int.MaxValue);

    /// <summary>With the newest evidence only, as lists and hints show it: a group of hundreds must not go to every browser at each change.</summary>
    public static Signal ToShort(this StoredSignal signal, string id, long version) =>
        ToSignal(signal, id, version, SignalRules.ShownEvidence);

    private static Signal ToSignal(StoredSignal signal, string id, long version, int evidence) =>
        new(
            id,
            signal.Source,
            signal.Subject,
            signal.UnitId,
            signal.Colour,
            signal.State,
            signal.At,
            signal.RaisedAt,
            signal.LastAt,
            signal.Count,
            signal.Members.Length,
            signal.Place,
            signal.Detail,
            Evidence(signal, evidence),
            signal.DueAt,
            signal.Overdue,
            signal.AnsweredBy,
            signal.AnsweredAt,
            signal.Reason,
            signal.CauseEndedAt,
            signal.Simulated,
            version
        );

    private static ImmutableArray<SignalEvidence> Evidence(StoredSignal signal, int take) =>
        signal.IsGroup
            ? [.. signal.Members.TakeLast(take).Select(member => new SignalEvidence("member", member.Subject.Name, member.At))]
            : signal.Evidence;
}
