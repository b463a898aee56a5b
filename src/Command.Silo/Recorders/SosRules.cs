using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Signals;

namespace Command.Silo.Recorders;

/// <summary>SOS, whichever way it comes: one press is one SOS, and it is told until a person answers.</summary>
internal static class SosRules
{
    private const int Remembered = 16;
    private static readonly TimeSpan OldestPress = TimeSpan.FromDays(7);
    private static readonly TimeSpan AckValidity = TimeSpan.FromHours(24);

    /// <summary>The wearer pressed. <paramref name="told"/> has the id of the press, or none when the device does not name it.</summary>
    public static NewsVerdict Press(RecorderTurn turn, FieldEventText told, TimeSpan? clockOffset)
    {
        var id = told.Id ?? turn.NewId();
        if (turn.State.SosIds.Contains(id))
        {
            return NewsVerdict.Duplicate;
        }
        var known = turn.State.SosIds.Length < Remembered ? turn.State.SosIds : turn.State.SosIds.RemoveAt(0);
        var at = Plausible(ClockReadings.ToServer(told.At, clockOffset, turn.Now), turn.Now);
        turn.State = turn.State with { SosIds = known.Add(id), Sos = new OpenSos(id, at, turn.Now, told.Way, null) };
        turn.NoteFact("recorder.sos", told, RecorderJsonContext.Record.FieldEventText, told.Way);
        RecorderSignals.RaiseAlarm(turn, RecorderSignals.Sos, SignalColour.Red, at, told.Position, Words(turn.State, told.Way), id);
        if (turn.State.Session is not null)
        {
            SessionRules.Request(turn, SessionOrigin.Sos, turn.State.Name, null);
        }
        AskForPicture(turn);
        return NewsVerdict.Taken;
    }

    /// <summary>While an SOS waits for its answer the picture is wanted: asked for again whenever it is not there and the device is.</summary>
    public static void AskForPicture(RecorderTurn turn)
    {
        if (turn.State is { HasOpenSos: true, Session: null, Contact.Connected: true })
        {
            var order = OrderRules.Give(turn, OrderNames.StreamStart, null, turn.Options.SessionWait);
            SessionRules.Request(turn, SessionOrigin.Sos, turn.State.Name, order.Id);
        }
    }

    /// <summary>The wearer took it back. Of another press than the open one it is only on the record.</summary>
    public static NewsVerdict Cancel(RecorderTurn turn, FieldEventText told)
    {
        turn.NoteFact("recorder.sos-cancelled", told, RecorderJsonContext.Record.FieldEventText, told.Way);
        if (turn.State.Sos is { } open && (told.Id is null || told.Id == open.Id))
        {
            turn.State = turn.State with { Sos = null };
            RecorderSignals.End(turn, RecorderSignals.Sos, "cancelled-by-wearer");
        }
        return NewsVerdict.Taken;
    }

    /// <summary>A person answered the signal: the device hears it, so that its wearer knows. Told twice it is one answer.</summary>
    public static void Answered(RecorderTurn turn, Signal signal)
    {
        if (signal.AnsweredAt is not { } at || turn.State.Sos is not { } open || open.AnsweredAt is not null || open.HeardAt > at)
        {
            return;
        }
        var isSettled = signal.State is SignalState.Dismissed or SignalState.Closed;
        turn.State = turn.State with { Sos = isSettled ? null : open with { AnsweredAt = at } };
        turn.Note("recorder.sos-answered", signal.State == SignalState.Dismissed ? "dismissed" : "acknowledged", null, Text(open.Id));
        OrderRules.Give(turn, OrderNames.SosAck, Text(open.Id), signal.AnsweredBy ?? CommandContext.SystemActor, AckValidity);
    }

    // A clock that was never set would show an alarm of decades: then the time of hearing it is the better one. The told time stays on the record.
    private static DateTimeOffset Plausible(DateTimeOffset at, DateTimeOffset now) => at > now || now - at > OldestPress ? now : at;

    private static string Words(RecorderState state, string way) =>
        state.Officer is { } officer
            ? $"SOS by {way} from {state.Name}, worn by {officer.Name} ({officer.Number})."
            : $"SOS by {way} from {state.Name}.";

    private static string Text(string sosId) => $"{{\"id\":{JsonSerializer.Serialize(sosId, RecorderJsonContext.Record.String)}}}";
}
