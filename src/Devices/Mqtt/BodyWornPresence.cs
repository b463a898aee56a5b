namespace Command.Devices.Mqtt;

/// <summary>The device came (<c>up/status</c> online), went (offline), or was lost (will, or the broker saw the connection end).</summary>
/// <param name="Online">Connected now.</param>
/// <param name="Reason">connect, shutdown, lost, taken-over, kept (retained from before) or the device's own word.</param>
/// <param name="Firmware">As told, or null.</param>
public sealed record BodyWornPresence(DateTimeOffset ReceivedAt, bool Online, string Reason, string? Firmware)
    : BodyWornMessage(ReceivedAt);
