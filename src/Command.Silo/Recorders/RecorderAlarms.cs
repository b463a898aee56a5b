namespace Command.Silo.Recorders;

/// <summary>What was judged of a recorder's health last: the memory of the hysteresis.</summary>
internal sealed record RecorderAlarms(BatteryLevel Battery, bool StorageFull, bool ClockDrift)
{
    public static readonly RecorderAlarms None = new(BatteryLevel.Good, false, false);
}
