namespace Command.Devices.Mqtt;

/// <summary><c>up/ack</c>: the device answers an order.</summary>
/// <param name="OrderId">Correlation: the order's id.</param>
/// <param name="Succeeded">It obeyed.</param>
/// <param name="Detail">What it said, at most 1 KiB of JSON or text; empty for nothing.</param>
public sealed record BodyWornAnswer(DateTimeOffset ReceivedAt, string OrderId, bool Succeeded, string Detail) : BodyWornMessage(ReceivedAt);
