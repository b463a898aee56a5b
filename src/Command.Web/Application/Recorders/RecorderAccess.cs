namespace Command.Web.Application.Recorders;

/// <summary>How a recorder reaches this site.</summary>
/// <param name="WhipUrl">Where it publishes its picture (RFC 9725).</param>
/// <param name="FieldUrl">The page that turns a phone into this recorder; HTTPS where this server has it, for browsers give no camera without.</param>
/// <param name="Loopback">The page was opened as localhost: no other machine can follow these addresses.</param>
/// <param name="Mqtt">off, embedded, external, or unknown (a web node of a cluster that was not told the broker).</param>
/// <param name="MqttHost">Null when there is no MQTT, or it is unknown.</param>
/// <param name="MqttPort">Plain; null when off or not fixed.</param>
/// <param name="MqttTlsPort">With TLS; null when off or not fixed.</param>
/// <param name="UpTopic">What it may publish to.</param>
/// <param name="DownTopic">What it subscribes to.</param>
internal sealed record RecorderAccess(
    string WhipUrl,
    string FieldUrl,
    bool Loopback,
    string Mqtt,
    string? MqttHost,
    int? MqttPort,
    int? MqttTlsPort,
    string UpTopic,
    string DownTopic
);
