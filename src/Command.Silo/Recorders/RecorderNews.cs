namespace Command.Silo.Recorders;

/// <summary>Something a recorder said over MQTT, on its way to its grain. A closed set.</summary>
/// <param name="ReceivedAt">Server time at which it came.</param>
[GenerateSerializer, Immutable, Alias("command.RecorderNews")]
internal abstract record RecorderNews([property: Id(0)] DateTimeOffset ReceivedAt)
{
    /// <summary>Life of the device it belongs to; empty when the device does not count.</summary>
    [Id(1)]
    public string Boot { get; init; } = "";

    /// <summary>Number within <see cref="Boot"/>.</summary>
    [Id(2)]
    public long? Sequence { get; init; }

    /// <summary>By the device's clock.</summary>
    [Id(3)]
    public DateTimeOffset? DeviceTime { get; init; }

    /// <summary>The device says that it is simulated.</summary>
    [Id(4)]
    public bool Simulated { get; init; }
}
