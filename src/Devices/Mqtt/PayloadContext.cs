namespace Command.Devices.Mqtt;

/// <summary>What a reader must know beside the bytes.</summary>
/// <param name="ReceivedAt">Server time.</param>
/// <param name="MustBeKept">Quality of service 1 or 2.</param>
/// <param name="IsRetained">The broker kept it from before.</param>
/// <param name="Correlation">Correlation data of MQTT 5 as text; null when there are none.</param>
internal readonly record struct PayloadContext(DateTimeOffset ReceivedAt, bool MustBeKept, bool IsRetained, string? Correlation);
