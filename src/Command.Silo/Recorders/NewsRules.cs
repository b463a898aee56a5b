using Command.Contracts.Recorders;
using Command.Contracts.Signals;

namespace Command.Silo.Recorders;

/// <summary>What follows from what a device says over MQTT.</summary>
internal static class NewsRules
{
    private const string Mqtt = "mqtt";

    public static NewsVerdict Apply(RecorderTurn turn, RecorderNews news, ClockReadings clock)
    {
        // What it says when it comes counts; a will, which the broker tells, knows less.
        var says = news is PresenceNews { Online: true } or DescriptionNews;
        turn.State = turn.State with { LastHeardAt = news.ReceivedAt, Simulated = news.Simulated || (turn.State.Simulated && !says) };
        if (news is PresenceNews presence)
        {
            return Apply(turn, presence, clock);
        }
        PresenceRules.HeardByMqtt(turn, news.ReceivedAt);
        return news switch
        {
            TelemetryNews telemetry => Apply(turn, telemetry, clock),
            DescriptionNews description => Apply(turn, description),
            AnswerNews answer => OrderRules.Answer(turn, answer.OrderId, answer.Succeeded, answer.Detail),
            FieldNews happened => Apply(turn, happened, clock),
            _ => NewsVerdict.Refused,
        };
    }

    /// <summary>
    /// Newest by time of measurement: what comes late never replaces what is newer. Without a fix the last place stays, and says so.
    /// </summary>
    public static void Apply(RecorderTurn turn, RecorderPosition position)
    {
        var known = turn.State.Position;
        if (position.At > turn.Now + TrackFilter.MostAhead || position.At < known?.At)
        {
            return;
        }
        if (position.Fix != TrackFilter.NoFix)
        {
            turn.State = turn.State with { Position = position };
        }
        else if (known is not null)
        {
            turn.State = turn.State with { Position = known with { Fix = TrackFilter.NoFix } };
        }
    }

    private static NewsVerdict Apply(RecorderTurn turn, PresenceNews presence, ClockReadings clock)
    {
        if (presence.Online)
        {
            if (presence.Boot != turn.State.Contact.Boot)
            {
                clock.Forget();
            }
            PresenceRules.Online(turn, presence.Boot, presence.Firmware);
        }
        else
        {
            PresenceRules.Offline(turn, presence.Boot, presence.Reason);
        }
        return NewsVerdict.Taken;
    }

    private static NewsVerdict Apply(RecorderTurn turn, TelemetryNews telemetry, ClockReadings clock)
    {
        if (telemetry.Health is { } health)
        {
            HealthRules.Apply(turn, health);
        }
        if (telemetry.Position is { } position)
        {
            Apply(turn, position);
        }
        if (telemetry.ClockOffset is { } reading)
        {
            clock.Add(reading);
            if (clock.Offset is { } offset)
            {
                HealthRules.JudgeClock(turn, offset);
            }
        }
        return NewsVerdict.Taken;
    }

    private static NewsVerdict Apply(RecorderTurn turn, DescriptionNews description)
    {
        var (info, known) = (description.Info, turn.State.Info);
        var isSame =
            known is not null
            && (known.Model, known.Firmware, known.Imei, known.Iccid) == (info.Model, info.Firmware, info.Imei, info.Iccid)
            && known.Capabilities.SequenceEqual(info.Capabilities)
            && known.Codecs.SequenceEqual(info.Codecs);
        if (!isSame)
        {
            turn.State = turn.State with { Info = info };
            turn.NoteFact("recorder.described", info, RecorderJsonContext.Record.RecorderInfo);
        }
        return NewsVerdict.Taken;
    }

    private static NewsVerdict Apply(RecorderTurn turn, FieldNews happened, ClockReadings clock)
    {
        if (happened is { Boot.Length: > 0, Sequence: { } sequence })
        {
            if (BootLedger.Knows(turn.State.Ledgers, happened.Boot, sequence))
            {
                return NewsVerdict.Duplicate;
            }
            turn.State = turn.State with { Ledgers = BootLedger.With(turn.State.Ledgers, happened.Boot, sequence) };
        }
        if (happened.Position is { } position)
        {
            Apply(turn, position);
        }
        var text = new FieldEventText(
            happened.Type,
            happened.EventId,
            happened.State,
            happened.DeviceTime,
            Mqtt,
            happened.Boot.Length == 0 ? null : happened.Boot,
            happened.Sequence,
            happened.Position,
            happened.OfficerNumber,
            happened.Detail.Length == 0 ? null : happened.Detail
        );
        var at = ClockReadings.ToServer(happened.DeviceTime, clock.Offset, turn.Now);
        var isOver = happened.State is "end" or "cancel" or "cancelled";
        return happened.Type switch
        {
            "sos" => isOver ? SosRules.Cancel(turn, text) : SosRules.Press(turn, text, clock.Offset),
            "fall" => Alarm(turn, text, RecorderSignals.ManDown, SignalColour.Red, at, isOver, "may have fallen and does not move"),
            "tamper" => Alarm(turn, text, RecorderSignals.Tamper, SignalColour.Orange, at, isOver, "was tampered with"),
            _ => Other(turn, text),
        };
    }

    private static NewsVerdict Alarm(
        RecorderTurn turn,
        FieldEventText text,
        string source,
        SignalColour colour,
        DateTimeOffset at,
        bool isOver,
        string happening
    )
    {
        turn.NoteFact($"recorder.{source}", text, RecorderJsonContext.Record.FieldEventText, text.State);
        if (isOver)
        {
            RecorderSignals.End(turn, source, "over");
        }
        else
        {
            var who = turn.State.Officer is { } officer && source == RecorderSignals.ManDown ? officer.Name : turn.State.Name;
            RecorderSignals.RaiseAlarm(turn, source, colour, at, text.Position, $"{who} {happening}.", text.Id);
        }
        return NewsVerdict.Taken;
    }

    private static NewsVerdict Other(RecorderTurn turn, FieldEventText text)
    {
        turn.NoteFact("recorder.event", text, RecorderJsonContext.Record.FieldEventText, text.Type);
        if (text is { Type: "storage", State: "full" or "error" or "end" or "ok" })
        {
            HealthRules.JudgeStorage(turn, text.State is "full" or "error", $"the device says {text.State}");
        }
        return NewsVerdict.Taken;
    }
}
