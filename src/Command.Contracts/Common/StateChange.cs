namespace Command.Contracts.Common;

/// <summary>One entry of a device's state history.</summary>
[GenerateSerializer, Immutable, Alias("command.StateChange")]
public sealed record StateChange(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] DeviceState From,
    [property: Id(2)] DeviceState To,
    [property: Id(3)] StateCause Cause,
    [property: Id(4)] string ActorName
);
