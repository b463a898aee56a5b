using System.Collections.Immutable;

namespace Command.Devices.Mqtt;

/// <summary><c>up/telemetry/gnss</c>: one position, or up to 100 in a batch that catches up.</summary>
/// <param name="Items">At least one, in the order of the message.</param>
/// <param name="MustBeKept">It came with QoS 1: it is acknowledged only when it is stored.</param>
public sealed record BodyWornPositions(DateTimeOffset ReceivedAt, ImmutableArray<PositionSample> Items, bool MustBeKept)
    : BodyWornMessage(ReceivedAt);
