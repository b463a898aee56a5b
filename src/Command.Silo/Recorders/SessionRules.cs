using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Silo.MediaNode;

namespace Command.Silo.Recorders;

/// <summary>Live sessions (E6): Requested → Live ⇄ Weak → Ended.</summary>
internal static class SessionRules
{
    public const string DeadlineName = "session";
    public const string NoAnswer = "no-answer";
    public const string DeclinedByDevice = "declined";

    private const string Whip = "whip";

    /// <summary>A network that is weak for a moment is no news.</summary>
    private static readonly TimeSpan WeakSignalAfter = TimeSpan.FromSeconds(60);

    /// <summary>When a session that was asked for has to be live.</summary>
    public static DateTimeOffset? AnswerDue(RecorderState state, RecorderOptions options) =>
        state.Session is { Session: { State: RecorderSessionState.Requested } asked } ? asked.RequestedAt + options.SessionWait : null;

    /// <summary>
    /// Somebody wants the picture: a new session and its order, or the running one. A session that only viewers asked for becomes that of whoever
    /// asks by an order, so that it outlives the viewers.
    /// </summary>
    public static void Request(RecorderTurn turn, SessionOrigin origin, string requestedBy, string? orderId)
    {
        if (turn.State.Session is { } running)
        {
            var sos = origin == SessionOrigin.Sos;
            var joined = running with
            {
                Origin = running.Origin == SessionOrigin.Viewers ? origin : running.Origin,
                Session = running.Session with { Sos = running.Session.Sos || sos },
            };
            if (sos && !running.Session.Sos)
            {
                turn.Put(joined, "recorder.session-joined");
            }
            else
            {
                turn.State = turn.State with { Session = joined };
            }
            return;
        }
        var session = new RecorderSession(
            turn.NewId(),
            RecorderSessionState.Requested,
            turn.Now,
            turn.Now,
            null,
            null,
            requestedBy,
            origin == SessionOrigin.Sos,
            null,
            null
        );
        turn.Put(new StoredSession(session, origin, null, orderId), "recorder.session-requested");
    }

    /// <summary>Whether anybody watches. Null, or why the picture cannot be asked for.</summary>
    public static StateCause? Want(RecorderTurn turn, bool wanted, bool mayAsk)
    {
        if (!wanted)
        {
            if (turn.State.Session is { Origin: SessionOrigin.Viewers } unwanted)
            {
                OrderRules.Give(turn, OrderNames.StreamStop, null, turn.Options.SessionWait);
                if (!unwanted.IsStreaming)
                {
                    End(turn, "not-wanted");
                }
            }
            return null;
        }
        if (turn.State.Session is not null)
        {
            return null;
        }
        if (!turn.State.Contact.Connected)
        {
            return turn.State.Link.State is DeviceState.Online or DeviceState.Degraded ? RecorderCauses.NotLive : turn.State.Link.Cause;
        }
        if (!mayAsk)
        {
            return RecorderCauses.NotLive;
        }
        var order = OrderRules.Give(turn, OrderNames.StreamStart, null, turn.Options.SessionWait);
        Request(turn, SessionOrigin.Viewers, CommandContext.SystemActor, order.Id);
        return null;
    }

    /// <summary>The media side told how publishing goes.</summary>
    public static void Apply(RecorderTurn turn, PublisherReport report)
    {
        var running = turn.State.Session;
        if (report.State == PublisherState.Ended)
        {
            if (running?.Publisher == report.SessionId)
            {
                End(turn, report.Reason ?? "closed", report.At);
            }
            return;
        }
        PresenceRules.HeardOtherwise(turn);
        // Whoever is connected and has sent nothing yet is not live, however long that takes.
        if (report.State == PublisherState.Connecting || (report.State == PublisherState.Silent && running?.Publisher != report.SessionId))
        {
            return;
        }
        var state = report.State == PublisherState.Live ? RecorderSessionState.Live : RecorderSessionState.Weak;
        if (running?.Session.State == state && running.Publisher == report.SessionId)
        {
            return;
        }
        running ??= BegunByWearer(turn, report);
        var session = running.Session with
        {
            Since = running.Session.State == state ? running.Session.Since : report.At,
            State = state,
            StartedAt = running.Session.StartedAt ?? report.At,
            Transport = Whip,
        };
        turn.Put(
            running with
            {
                Session = session,
                Publisher = report.SessionId,
            },
            state == RecorderSessionState.Live ? "recorder.session-live" : "recorder.session-weak"
        );
        if (state == RecorderSessionState.Live)
        {
            RecorderSignals.End(turn, RecorderSignals.Degraded, "live");
        }
        else if (!turn.State.Signals.Has(RecorderSignals.Degraded))
        {
            var words = $"The network of {turn.State.Name} is too weak for its picture.";
            RecorderSignals.RaiseFault(turn, RecorderSignals.Degraded, SignalColour.Blue, words, WeakSignalAfter);
        }
    }

    /// <summary>The device refused the order that asked for the session.</summary>
    public static void Declined(RecorderTurn turn, string orderId)
    {
        if (turn.State.Session is { IsStreaming: false } asked && asked.OrderId == orderId)
        {
            End(turn, DeclinedByDevice);
        }
    }

    /// <summary>A session that was asked for and did not begin in time.</summary>
    public static void Expire(RecorderTurn turn)
    {
        if (AnswerDue(turn.State, turn.Options) is { } due && due <= turn.Now)
        {
            End(turn, NoAnswer);
            SosRules.AskForPicture(turn);
        }
    }

    public static void End(RecorderTurn turn, string reason, DateTimeOffset? at = null)
    {
        if (turn.State.Session is { } running)
        {
            var ended = running.Session with
            {
                State = RecorderSessionState.Ended,
                Since = at ?? turn.Now,
                EndedAt = at ?? turn.Now,
                Reason = reason,
            };
            turn.Put(running with { Session = ended }, "recorder.session-ended");
            RecorderSignals.End(turn, RecorderSignals.Degraded, "session-ended");
        }
    }

    private static StoredSession BegunByWearer(RecorderTurn turn, PublisherReport report)
    {
        var isDevice = report.ActorId == $"{RecorderRecord.Kind}/{turn.Id}";
        var session = new RecorderSession(
            turn.NewId(),
            RecorderSessionState.Requested,
            report.At,
            report.At,
            null,
            null,
            isDevice ? turn.State.Name : report.ActorName,
            turn.State.HasOpenSos,
            null,
            null
        );
        return new StoredSession(session, SessionOrigin.Wearer, report.SessionId, null);
    }
}
