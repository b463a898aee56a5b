using System.Diagnostics.Metrics;

namespace Command.Devices.Mqtt;

/// <summary>Every instrument of the MQTT side: one meter, <c>Command.Mqtt</c>.</summary>
internal sealed class MqttMetrics : IDisposable
{
    private readonly Meter _meter = new("Command.Mqtt");
    private readonly Counter<long> _messages;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _connected;
    private readonly Counter<long> _disconnected;
    private readonly UpDownCounter<long> _connections;

    /// <summary>Makes the instruments.</summary>
    public MqttMetrics()
    {
        _messages = _meter.CreateCounter<long>("command.mqtt.messages", "{message}", "Messages of recorders that the inbox took, by kind");
        _refused = _meter.CreateCounter<long>("command.mqtt.refused", "{refusal}", "What was refused, by reason");
        _orders = _meter.CreateCounter<long>("command.mqtt.orders", "{order}", "Orders to recorders, by whether a broker took them");
        _connected = _meter.CreateCounter<long>("command.mqtt.connected", "{connection}", "Connections of recorders that signed in");
        _disconnected = _meter.CreateCounter<long>("command.mqtt.disconnected", "{connection}", "Ends of such connections, by kind");
        _connections = _meter.CreateUpDownCounter<long>(
            "command.mqtt.connections",
            "{connection}",
            "Recorders connected to the broker here"
        );
        Throttled = _meter.CreateCounter<long>("command.mqtt.throttled", "{packet}", "Packets read later because a device sent too many");
        Dropped = _meter.CreateCounter<long>(
            "command.mqtt.dropped",
            "{message}",
            "Unacknowledged telemetry dropped because its device's lane was full"
        );
        Retried = _meter.CreateCounter<long>("command.mqtt.retried", "{attempt}", "Attempts of the inbox that failed and were made again");
    }

    /// <summary>Packets that were delayed.</summary>
    public Counter<long> Throttled { get; }

    /// <summary>QoS 0 messages that were dropped.</summary>
    public Counter<long> Dropped { get; }

    /// <summary>Failed attempts of the inbox.</summary>
    public Counter<long> Retried { get; }

    /// <summary>One message was taken.</summary>
    public void Took(BodyWornTopicKind kind) => _messages.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    /// <summary>One thing was refused.</summary>
    public void Refused(MqttRefusal reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    /// <summary>One order was handed over, or not.</summary>
    public void Ordered(bool sent) => _orders.Add(1, new KeyValuePair<string, object?>("sent", sent));

    /// <summary>A recorder signed in.</summary>
    public void Connected()
    {
        _connected.Add(1);
        _connections.Add(1);
    }

    /// <summary>The connection of a recorder ended.</summary>
    public void Disconnected(ConnectionEnd end)
    {
        _disconnected.Add(1, new KeyValuePair<string, object?>("kind", end.ToString()));
        _connections.Add(-1);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
