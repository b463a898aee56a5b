namespace Command.Devices.Mqtt;

/// <summary>Something a body-worn recorder said over MQTT, read and checked. A closed set.</summary>
/// <param name="ReceivedAt">Server time at which it came.</param>
public abstract record BodyWornMessage(DateTimeOffset ReceivedAt)
{
    /// <summary>Life of the device the message belongs to; empty when the device does not count.</summary>
    public string Boot { get; init; } = string.Empty;

    /// <summary>Number within <see cref="Boot"/>; null when the device does not count.</summary>
    public long? Sequence { get; init; }

    /// <summary>Measured, by the device's clock; null when it has none.</summary>
    public DateTimeOffset? DeviceTime { get; init; }

    /// <summary>The device says that it is simulated (<c>"simulated": true</c>).</summary>
    public bool Simulated { get; init; }
}
