using Command.Contracts.Recorders;
using Command.Contracts.Signals;

namespace Command.Silo.Recorders;

/// <summary>
/// What a recorder's health means: battery, storage and clock, each with a step to enter that lies apart from the step to leave, so that a value at
/// the edge raises one signal and not a hundred.
/// </summary>
internal static class HealthRules
{
    public const int LowPercent = 20;
    public const int CriticalPercent = 10;
    private const int GoodAgainPercent = 25;
    private const int LowAgainPercent = 15;
    private const double FullFraction = 0.03;
    private const double FreeAgainFraction = 0.08;
    private const long FullBytes = 512L << 20;
    private const long FreeAgainBytes = 1L << 30;

    /// <summary>A clock that is off by more cannot be used as evidence.</summary>
    public static readonly TimeSpan Drift = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan DriftOver = TimeSpan.FromSeconds(1.5);

    /// <summary>The newest health report; older ones than the known are passed over.</summary>
    public static void Apply(RecorderTurn turn, RecorderHealth health)
    {
        if (turn.State.Health is { } known && known.At > health.At)
        {
            return;
        }
        turn.State = turn.State with { Health = health };
        if (health.BatteryPercent is { } percent)
        {
            JudgeBattery(turn, percent, health.Charging == true);
        }
        if (health.StorageFreeBytes is { } free)
        {
            JudgeStorage(turn, IsFull(free, health.StorageTotalBytes, turn.State.Alarms.StorageFull), $"{free >> 20} MiB are free");
        }
    }

    /// <summary>The device itself says that its storage is full, or usable again.</summary>
    public static void JudgeStorage(RecorderTurn turn, bool isFull, string detail)
    {
        if (isFull == turn.State.Alarms.StorageFull)
        {
            return;
        }
        turn.State = turn.State with { Alarms = turn.State.Alarms with { StorageFull = isFull } };
        if (isFull)
        {
            var words = $"The storage of {turn.State.Name} is full: {detail}.";
            RecorderSignals.RaiseFault(turn, RecorderSignals.StorageFull, SignalColour.Yellow, words);
        }
        else
        {
            RecorderSignals.End(turn, RecorderSignals.StorageFull, "freed");
        }
    }

    /// <summary>How far the device's clock is off.</summary>
    public static void JudgeClock(RecorderTurn turn, TimeSpan offset)
    {
        var isOff = offset.Duration() > (turn.State.Alarms.ClockDrift ? DriftOver : Drift);
        if (isOff == turn.State.Alarms.ClockDrift)
        {
            return;
        }
        turn.State = turn.State with { Alarms = turn.State.Alarms with { ClockDrift = isOff } };
        if (isOff)
        {
            var words = FormattableString.Invariant($"The clock of {turn.State.Name} is off by {offset.TotalSeconds:F1} s.");
            RecorderSignals.RaiseFault(turn, RecorderSignals.ClockDrift, SignalColour.Blue, words);
            if (!OrderRules.IsOpenFor(turn.State, OrderNames.TimeSync))
            {
                OrderRules.Give(turn, OrderNames.TimeSync, null, turn.Options.SessionWait);
            }
        }
        else
        {
            RecorderSignals.End(turn, RecorderSignals.ClockDrift, "set-right");
        }
    }

    public static BatteryLevel LevelOf(int percent, bool charging, BatteryLevel before) =>
        percent switch
        {
            <= CriticalPercent when !charging => BatteryLevel.Critical,
            <= LowAgainPercent when before == BatteryLevel.Critical && !charging => BatteryLevel.Critical,
            <= LowPercent when !charging => BatteryLevel.Low,
            < GoodAgainPercent when before != BatteryLevel.Good && !charging => BatteryLevel.Low,
            _ => BatteryLevel.Good,
        };

    private static void JudgeBattery(RecorderTurn turn, int percent, bool charging)
    {
        var before = turn.State.Alarms.Battery;
        var level = LevelOf(percent, charging, before);
        if (level == before)
        {
            return;
        }
        turn.State = turn.State with { Alarms = turn.State.Alarms with { Battery = level } };
        if (level == BatteryLevel.Good)
        {
            RecorderSignals.End(turn, RecorderSignals.BatteryLow, charging ? "charging" : "charged");
        }
        else if (level > before)
        {
            var colour = level == BatteryLevel.Critical ? SignalColour.Orange : SignalColour.Yellow;
            RecorderSignals.RaiseFault(turn, RecorderSignals.BatteryLow, colour, $"The battery of {turn.State.Name} has {percent} %.");
        }
    }

    private static bool IsFull(long free, long? total, bool wasFull)
    {
        if (total is > 0 and var all)
        {
            return free < all * (wasFull ? FreeAgainFraction : FullFraction);
        }
        return free < (wasFull ? FreeAgainBytes : FullBytes);
    }
}
