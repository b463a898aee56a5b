using System.Net;

namespace Command.Devices.Mqtt;

/// <summary>How recorders are reached over MQTT: by the broker in this process, or by an external one. Section Mqtt.</summary>
public sealed record MqttOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Mqtt";

    /// <summary>False: no MQTT at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Address the embedded broker listens at; empty: every address of the machine.</summary>
    public string Listen { get; init; } = string.Empty;

    /// <summary>TCP port of the embedded broker without TLS; 0 takes a free one, -1 closes it.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>TCP port of the embedded broker with TLS; 0 takes a free one, -1 closes it. Without a certificate it stays closed.</summary>
    public int TlsPort { get; init; } = 8883;

    /// <summary>Certificate of the TLS port: PEM or PKCS #12 (.pfx, .p12). Read again when the file changes. Empty in one box: the certificate of HTTPS.</summary>
    public string CertificatePath { get; init; } = string.Empty;

    /// <summary>Key of a PEM certificate when it is not in the same file.</summary>
    public string CertificateKeyPath { get; init; } = string.Empty;

    /// <summary>Password of the certificate's key; empty for none.</summary>
    public string CertificatePassword { get; init; } = string.Empty;

    /// <summary>External broker: <c>mqtt://host:1883</c> or <c>mqtts://host:8883</c>, MQTT 5. Empty: the embedded one. A cluster needs an external one.</summary>
    public string Broker { get; init; } = string.Empty;

    /// <summary>Client id at the external broker, unique for each node and the same after a restart. Empty: <c>command-</c> and the machine's name.</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>User name at the external broker.</summary>
    public string UserName { get; init; } = string.Empty;

    /// <summary>Password at the external broker.</summary>
    public string Password { get; init; } = string.Empty;

    /// <summary>PEM file of the authority that signed the external broker's certificate. Empty: those the system trusts.</summary>
    public string BrokerAuthorityPath { get; init; } = string.Empty;

    /// <summary>Connections to the embedded broker at a time, 1 to 100,000; one more is closed at once.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Largest MQTT packet of a device in bytes, 8,192 to 1,048,576; a larger one ends its connection before it is read.</summary>
    public int MaxPacketSize { get; init; } = 70_000;

    /// <summary>Packets per second that a device may send for long, 1 to 1,000; more is read later, and a device that goes on for ten seconds with messages nobody acknowledges is disconnected.</summary>
    public int MessagesPerSecond { get; init; } = 20;

    /// <summary>Packets that a device may send at once, 1 to 10,000.</summary>
    public int MessageBurst { get; init; } = 100;

    /// <summary>Refused sign-ins per minute from one address before further ones are refused unseen, 1 to 10,000; devices that are known from there are let in.</summary>
    public int FailuresPerMinute { get; init; } = 30;

    /// <summary>Longest keep-alive of a device at the embedded broker, 5 s to 10 min; after one and a half of it without a packet the device is lost.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From connection to CONNECT packet, and longest wait for the external broker, 1 s to 1 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A retained status of the external broker that is older says nothing any more; 1 min to 30 d.</summary>
    public TimeSpan StatusLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long the external broker keeps messages while this node is away, 1 min to 30 d.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Messages of the external broker that wait for their acknowledgement at a time, 1 to 10,000.</summary>
    public int ReceiveMaximum { get; init; } = 500;

    internal bool IsEmbedded => Broker.Length == 0;

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Validate() =>
        ValidatePort(nameof(Port), Port)
        ?? ValidatePort(nameof(TlsPort), TlsPort)
        ?? (
            Listen.Length == 0 || IPAddress.TryParse(Listen, out _)
                ? null
                : $"{Section}:{nameof(Listen)} is '{Listen}'; it must be an IP address or empty."
        )
        ?? ValidateFile(nameof(CertificatePath), CertificatePath)
        ?? ValidateFile(nameof(CertificateKeyPath), CertificateKeyPath)
        ?? ValidateFile(nameof(BrokerAuthorityPath), BrokerAuthorityPath)
        ?? (
            IsEmbedded || BrokerAddress.TryParse(Broker, out _)
                ? null
                : $"{Section}:{nameof(Broker)} is '{Broker}'; it must be empty, mqtt://host[:port] or mqtts://host[:port]."
        )
        ?? Range(nameof(MaxConnections), MaxConnections, 1, 100_000)
        ?? Range(nameof(MaxPacketSize), MaxPacketSize, 8_192, 1_048_576)
        ?? Range(nameof(MessagesPerSecond), MessagesPerSecond, 1, 1_000)
        ?? Range(nameof(MessageBurst), MessageBurst, 1, 10_000)
        ?? Range(nameof(FailuresPerMinute), FailuresPerMinute, 1, 10_000)
        ?? Range(nameof(ReceiveMaximum), ReceiveMaximum, 1, 10_000)
        ?? Range(nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10))
        ?? Range(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
        ?? Range(nameof(StatusLifetime), StatusLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
        ?? Range(nameof(SessionLifetime), SessionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));

    private static string? ValidatePort(string name, int value) =>
        value is >= -1 and <= 65_535 ? null : $"{Section}:{name} is {value}; it must be -1 to 65535.";

    private static string? ValidateFile(string name, string path) =>
        path.Length == 0 || File.Exists(path) ? null : $"{Section}:{name} is '{path}'; there is no such file.";

    private static string? Range<T>(string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{Section}:{name} is {value}; it must be {least} to {most}." : null;
}
