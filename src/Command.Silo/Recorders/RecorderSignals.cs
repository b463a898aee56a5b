using System.Collections.Immutable;
using System.Globalization;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;

namespace Command.Silo.Recorders;

/// <summary>Signals of a recorder, put into its outbox.</summary>
internal static class RecorderSignals
{
    public const string Sos = "sos";
    public const string ManDown = "man-down";
    public const string Tamper = "tamper";
    public const string Offline = "device-offline";
    public const string Degraded = "device-degraded";
    public const string BatteryLow = "battery-low";
    public const string StorageFull = "storage-full";
    public const string ClockDrift = "clock-drift";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>
    /// An alarm about the wearer. Its evidence names the event by its id, so that whoever pressed knows which answer is theirs: the press of a field
    /// page and one of the device may be one signal, or two.
    /// </summary>
    public static void RaiseAlarm(
        RecorderTurn turn,
        string source,
        SignalColour colour,
        DateTimeOffset at,
        RecorderPosition? position,
        string detail,
        string? eventId
    )
    {
        var where = position ?? turn.State.Position;
        var evidence = ImmutableArray.CreateBuilder<SignalEvidence>();
        if (eventId is not null)
        {
            evidence.Add(new SignalEvidence("event", $"{source} {eventId}", at));
        }
        evidence.Add(new SignalEvidence("stream", RecorderMapping.Stream(turn.Id).Value, turn.Now));
        if (where is not null)
        {
            evidence.Add(new SignalEvidence("position", Text(where), where.At));
        }
        if (turn.State.Officer is { } officer)
        {
            evidence.Add(new SignalEvidence("fact", $"{officer.Number} {officer.Name}", officer.Since));
        }
        Raise(turn, source, colour, at, where, detail, evidence.ToImmutable(), turn.Now, tellSubject: source == Sos);
    }

    /// <summary>A fault of the device.</summary>
    public static void RaiseFault(RecorderTurn turn, string source, SignalColour colour, string detail, TimeSpan after = default) =>
        Raise(turn, source, colour, turn.Now, turn.State.Position, detail, [], turn.Now + after, tellSubject: false);

    public static void End(RecorderTurn turn, string source, string why) =>
        turn.State = turn.State with { Signals = turn.State.Signals.End(source, turn.Id, why, turn.Now) };

    /// <summary>Ends what the desk has heard of, and what waits for it to hear.</summary>
    public static void EndAll(RecorderTurn turn, string why)
    {
        var waiting = turn.State.Signals.Errands.Select(errand => errand.Raise?.Source).OfType<string>();
        foreach (var source in turn.State.Signals.Raised.Union(waiting).ToArray())
        {
            End(turn, source, why);
        }
    }

    private static void Raise(
        RecorderTurn turn,
        string source,
        SignalColour colour,
        DateTimeOffset at,
        RecorderPosition? where,
        string detail,
        ImmutableArray<SignalEvidence> evidence,
        DateTimeOffset notBefore,
        bool tellSubject
    )
    {
        var state = turn.State;
        var place = where is null ? state.Place : new Place(null, where.LatitudeDegrees, where.LongitudeDegrees);
        var subject = new SignalSubject(RecorderRecord.Kind, turn.Id, state.Name);
        var draft = new SignalDraft(
            turn.NewId(),
            source,
            subject,
            state.UnitId,
            colour,
            at,
            place,
            detail,
            evidence,
            Window,
            tellSubject,
            state.Simulated
        );
        turn.State = state with { Signals = state.Signals.Raise(draft, notBefore) };
    }

    private static string Text(RecorderPosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.LatitudeDegrees:F6}, {position.LongitudeDegrees:F6} ({position.Fix})");
}
