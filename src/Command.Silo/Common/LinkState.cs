using Command.Contracts.Common;

namespace Command.Silo.Common;

/// <summary>State of a device or of one of its streams, why, and since when.</summary>
internal sealed record LinkState(DeviceState State, StateCause Cause, DateTimeOffset Since)
{
    /// <summary>True when somebody who looks at both would tell them apart; details and times may differ.</summary>
    public bool DiffersFrom(LinkState other) => State != other.State || Cause.Code != other.Cause.Code;
}
