namespace Command.Silo.Recorders;

/// <summary>How a battery was judged last; the steps up lie above the steps down, so that a charge at the edge raises no storm.</summary>
internal enum BatteryLevel
{
    Good = 0,

    /// <summary>At most 20 %.</summary>
    Low = 1,

    /// <summary>At most 10 %.</summary>
    Critical = 2,
}
