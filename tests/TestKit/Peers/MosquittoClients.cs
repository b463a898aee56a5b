using System.Globalization;

namespace Command.TestKit.Peers;

/// <summary>mosquitto_pub and mosquitto_sub as a recorder.</summary>
/// <param name="Port">The broker's port on 127.0.0.1.</param>
/// <param name="Serial">User name and, unless told otherwise, client id.</param>
/// <param name="Key">Password.</param>
public sealed record MosquittoClients(int Port, string Serial, string Key)
{
    /// <summary>Client id when it is not the serial.</summary>
    public string? ClientId { get; init; }

    /// <summary>mqttv5 or mqttv311.</summary>
    public string Protocol { get; init; } = "mqttv5";

    /// <summary>PEM file of the authority when the port speaks TLS.</summary>
    public string? AuthorityPath { get; init; }

    /// <summary>Publishes one message and waits until the client has ended: with QoS 1 when the PUBACK has come.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    public async Task<(int ExitCode, string Text)> PublishAsync(
        string topic,
        string payload,
        CancellationToken cancellationToken,
        int qos = 1,
        bool retain = false
    )
    {
        await using var client = StartPublish(topic, payload, qos, retain);
        return (await client.WaitForExitAsync(cancellationToken), client.Text);
    }

    /// <summary>Starts publishing one message.</summary>
    public PeerProcess StartPublish(string topic, string payload, int qos = 1, bool retain = false)
    {
        List<string> arguments = [.. Common(), "-t", topic, "-q", qos.ToString(CultureInfo.InvariantCulture), "-m", payload];
        if (retain)
        {
            arguments.Add("-r");
        }
        return PeerProcess.Start("mosquitto_pub", arguments);
    }

    /// <summary>Publishes the bytes of a file.</summary>
    public async Task<(int ExitCode, string Text)> PublishFileAsync(string topic, string path, CancellationToken cancellationToken)
    {
        await using var client = PeerProcess.Start("mosquitto_pub", [.. Common(), "-t", topic, "-q", "1", "-f", path]);
        return (await client.WaitForExitAsync(cancellationToken), client.Text);
    }

    /// <summary>Subscribes and prints each message as one line that starts with the given prefix.</summary>
    /// <param name="filter">What to hear.</param>
    /// <param name="format">Format of a line, see mosquitto_sub(1).</param>
    /// <param name="will">Topic and payload of a retained will, or null.</param>
    /// <param name="awaitedPrefix">Start of the line to wait for.</param>
    public PeerProcess StartSubscribe(
        string filter,
        string format,
        (string Topic, string Payload)? will = null,
        string? awaitedPrefix = null
    )
    {
        // Into a pipe it would print only when a page is full.
        List<string> arguments = ["-oL", "mosquitto_sub", .. Common(), "-d", "-t", filter, "-q", "1", "-F", format];
        if (will is { } last)
        {
            arguments.AddRange(["--will-topic", last.Topic, "--will-payload", last.Payload, "--will-qos", "1", "--will-retain"]);
        }
        return PeerProcess.Start("stdbuf", arguments, awaitedPrefix: awaitedPrefix);
    }

    private List<string> Common()
    {
        List<string> arguments =
        [
            "-h",
            AuthorityPath is null ? "127.0.0.1" : "localhost",
            "-p",
            Port.ToString(CultureInfo.InvariantCulture),
            "-V",
            Protocol,
            "-i",
            ClientId ?? Serial,
            "-u",
            Serial,
            "-P",
            Key,
        ];
        if (AuthorityPath is not null)
        {
            arguments.AddRange(["--cafile", AuthorityPath]);
        }
        return arguments;
    }
}
