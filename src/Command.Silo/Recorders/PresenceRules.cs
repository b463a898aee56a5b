using System.Text.Json;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Contracts.Signals;
using Command.Silo.Common;

namespace Command.Silo.Recorders;

/// <summary>
/// Whether a recorder is there. It is online while its MQTT connection is up, while it streams, or while its page reports; a lost connection has a
/// grace before it counts, because brokers send a will at once and mobile networks come back. Silence for long is a loss too: whoever would tell it
/// (broker, link) may itself be gone.
/// </summary>
internal static class PresenceRules
{
    public const string DeadlineName = "presence";
    public const string StateChanged = "recorder.state-changed";

    private static readonly string[] NewerConnection = ["taken-over", "takeover"];

    /// <summary>The device connected, or a broker knows that it is connected.</summary>
    public static void Online(RecorderTurn turn, string boot, string? firmware)
    {
        var state = turn.State;
        turn.State = state with
        {
            Contact = new RecorderContact(true, true, boot, null, null, RecorderCauses.ConnectionLost),
            Info = firmware is null || firmware == state.Info?.Firmware ? state.Info : WithFirmware(state.Info, firmware, turn.Now),
        };
        OrderRules.SendAgain(turn);
        SosRules.AskForPicture(turn);
    }

    /// <summary>The connection is over. The will of a connection that a newer one replaced changes nothing.</summary>
    public static void Offline(RecorderTurn turn, string boot, string reason)
    {
        var contact = turn.State.Contact;
        var isOfOlder = boot.Length > 0 && contact.Boot.Length > 0 && boot != contact.Boot;
        if (!contact.Connected || isOfOlder || NewerConnection.Contains(reason))
        {
            return;
        }
        var isShutdown = reason == RecorderCauses.Shutdown.Code;
        var cause = isShutdown ? RecorderCauses.Shutdown : RecorderCauses.ConnectionLost;
        Lose(turn, cause, isShutdown ? turn.Now : turn.Now + turn.Options.PresenceGrace);
    }

    /// <summary>Anything came by MQTT: whatever was believed, the connection is up.</summary>
    public static void HeardByMqtt(RecorderTurn turn, DateTimeOffset receivedAt)
    {
        if (turn.State.Contact is { Connected: false } contact && !(receivedAt <= contact.LostAt))
        {
            turn.State = turn.State with
            {
                Contact = contact with
                {
                    WasHeard = true,
                    Connected = true,
                    LostAt = null,
                    LostUntil = null,
                    Cause = RecorderCauses.ConnectionLost,
                },
            };
            OrderRules.SendAgain(turn);
            SosRules.AskForPicture(turn);
        }
    }

    /// <summary>Its page reported, or it streams: when that ends there is no connection whose loss could be the reason.</summary>
    public static void HeardOtherwise(RecorderTurn turn)
    {
        turn.State = turn.State with { LastHeardAt = turn.Now };
        if (turn.State.Contact is not { Connected: false } contact || turn.Now < contact.LostUntil)
        {
            return; // what a broker knows of it comes first
        }
        if (!contact.WasHeard || contact.Cause != RecorderCauses.Silent)
        {
            turn.State = turn.State with
            {
                Contact = contact with { WasHeard = true, LostAt = null, LostUntil = null, Cause = RecorderCauses.Silent },
            };
        }
    }

    /// <summary>The server was started again, or the grain came to another node: connections are believed when something is heard.</summary>
    public static void Restart(RecorderTurn turn)
    {
        var state = turn.State;
        if (state.Link.State is not (DeviceState.Online or DeviceState.Degraded or DeviceState.Connecting))
        {
            return;
        }
        Lose(turn, RecorderCauses.ServerStarted, turn.Now + turn.Options.PresenceGrace);
        OrderRules.SendAgain(turn);
        if (state.Session is { IsStreaming: true })
        {
            SessionRules.End(turn, "server-restarted");
        }
    }

    /// <summary>A person switched it on or off, or gave it another name to sign in with: nothing that was known of its connection holds.</summary>
    public static void Reset(RecorderTurn turn, StateCause cause)
    {
        turn.State = turn.State with
        {
            Contact = RecorderContact.None,
            Link = new LinkState(turn.State.Enabled ? DeviceState.Unknown : DeviceState.Disabled, cause, turn.Now),
        };
        NoteChange(turn, turn.Before.Link, turn.State.Link);
    }

    /// <summary>When the presence has to be looked at again, whatever is heard by then.</summary>
    public static DateTimeOffset? NextLook(RecorderState state, RecorderOptions options) =>
        state.Contact.Connected ? state.LastHeardAt + options.SilentAfter
        : state.Link.State == DeviceState.Connecting ? state.Contact.LostUntil
        : null;

    /// <summary>It is said to be connected and has said nothing for too long.</summary>
    public static bool IsSilent(RecorderState state, RecorderOptions options, DateTimeOffset now) =>
        state.Contact.Connected && state.LastHeardAt + options.SilentAfter <= now;

    /// <summary>The state that follows from what is known now, and the signals that follow from the state.</summary>
    public static void Settle(RecorderTurn turn)
    {
        if (IsSilent(turn.State, turn.Options, turn.Now))
        {
            Lose(turn, RecorderCauses.Silent, turn.Now + turn.Options.PresenceGrace);
        }
        var before = turn.State.Link;
        var link = Decide(turn.State, turn.PageIsHere, turn.Now);
        if (link == before)
        {
            return;
        }
        turn.State = turn.State with { Link = link };
        if (link.DiffersFrom(before))
        {
            NoteChange(turn, before, link);
        }
        if (link.State == before.State)
        {
            return;
        }
        if (before.State == DeviceState.Offline)
        {
            RecorderSignals.End(turn, RecorderSignals.Offline, "online");
        }
        // A device that nobody wears and that says goodbye lies in its dock.
        if (link.State == DeviceState.Offline && (turn.State.Officer is not null || link.Cause != RecorderCauses.Shutdown))
        {
            RecorderSignals.RaiseFault(
                turn,
                RecorderSignals.Offline,
                turn.State.Officer is null ? SignalColour.Blue : SignalColour.Yellow,
                $"{turn.State.Name} is offline: {link.Cause.Code}.",
                turn.Options.OfflineSignalAfter
            );
        }
    }

    /// <summary>The state machine: Unknown → Online → Connecting → Offline, Degraded for Online with a fault, and Disabled, which only a person enters.</summary>
    public static LinkState Decide(RecorderState state, bool pageIsHere, DateTimeOffset now)
    {
        var (contact, link) = (state.Contact, state.Link);
        if (!state.Enabled)
        {
            return link.State == DeviceState.Disabled ? link : new LinkState(DeviceState.Disabled, RecorderCauses.Disabled, now);
        }
        if (contact.Connected || pageIsHere || state.Session is { IsStreaming: true })
        {
            return FaultOf(state) is { } fault ? To(DeviceState.Degraded, fault) : To(DeviceState.Online, StateCause.None);
        }
        if (contact.LostUntil is { } until && now < until)
        {
            return To(DeviceState.Connecting, contact.Cause);
        }
        return contact.WasHeard ? To(DeviceState.Offline, contact.Cause) : To(DeviceState.Unknown, UnknownCause(link));

        // The same state for another reason began when the state began.
        LinkState To(DeviceState next, StateCause cause) => new(next, cause, next == link.State ? link.Since : now);
    }

    private static void Lose(RecorderTurn turn, StateCause cause, DateTimeOffset until) =>
        turn.State = turn.State with
        {
            Contact = turn.State.Contact with { Connected = false, LostAt = turn.Now, LostUntil = until, Cause = cause },
        };

    private static StateCause UnknownCause(LinkState link) => link.State == DeviceState.Unknown ? link.Cause : StateCause.None;

    private static StateCause? FaultOf(RecorderState state) =>
        state switch
        {
            { Alarms.Battery: BatteryLevel.Critical } => RecorderCauses.BatteryLow,
            { Alarms.StorageFull: true } => RecorderCauses.StorageFull,
            { Session.Session.State: RecorderSessionState.Weak } => RecorderCauses.WeakNetwork,
            _ => null,
        };

    public static void NoteChange(RecorderTurn turn, LinkState before, LinkState after) =>
        turn.Note(
            StateChanged,
            after.Cause.Code,
            JsonSerializer.Serialize(before, RecorderJsonContext.Record.LinkState),
            JsonSerializer.Serialize(after, RecorderJsonContext.Record.LinkState)
        );

    private static RecorderInfo WithFirmware(RecorderInfo? info, string firmware, DateTimeOffset at) =>
        info is null ? new RecorderInfo(null, firmware, null, null, [], [], at) : info with { Firmware = firmware };
}
