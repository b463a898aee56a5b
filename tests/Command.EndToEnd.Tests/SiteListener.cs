using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Command.TestKit.Peers;
using MQTTnet;
using MQTTnet.Protocol;

namespace Command.EndToEnd.Tests;

/// <summary>Hears every recorder at a real mosquitto, as the server would, and gives orders. Its session outlives the broker.</summary>
internal sealed class SiteListener : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;

    private SiteListener(int port)
    {
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithClientId("listener")
            .WithCredentials(MosquittoBroker.ServerUser, MosquittoBroker.ServerPassword)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(3600)
            .Build();
        _client.ApplicationMessageReceivedAsync += received =>
        {
            var message = received.ApplicationMessage;
            var levels = message.Topic.Split('/');
            Messages.Enqueue(
                new Heard(levels[3], string.Join('/', levels[5..]), JsonNode.Parse(message.Payload.ToArray())!.AsObject(), message.Retain)
            );
            return Task.CompletedTask;
        };
    }

    /// <summary>Everything, in the order it came.</summary>
    public ConcurrentQueue<Heard> Messages { get; } = new();

    public static async Task<SiteListener> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var listener = new SiteListener(port);
        await listener.ConnectAgainAsync(cancellationToken);
        return listener;
    }

    public async Task ConnectAgainAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(_options, cancellationToken);
        await _client.SubscribeAsync("v1/site/bwc/+/up/#", MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
    }

    /// <summary>Sends one order.</summary>
    public Task OrderAsync(
        string serial,
        string name,
        string id,
        DateTimeOffset expires,
        JsonObject arguments,
        CancellationToken cancellationToken
    )
    {
        var order = new JsonObject
        {
            ["v"] = 1,
            ["id"] = id,
            ["name"] = name,
            ["args"] = arguments,
            ["exp"] = expires.ToUnixTimeMilliseconds(),
        };
        return _client.PublishStringAsync(
            $"v1/site/bwc/{serial}/dn/cmd/{name}",
            order.ToJsonString(),
            MqttQualityOfServiceLevel.AtLeastOnce,
            cancellationToken: cancellationToken
        );
    }

    /// <summary>The first message like this, from the start on.</summary>
    public async Task<Heard> WaitAsync(Func<Heard, bool> isWanted, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (Messages.FirstOrDefault(isWanted) is { } found)
            {
                return found;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <param name="Serial">Who.</param>
    /// <param name="Topic">Below up/.</param>
    /// <param name="Payload">What.</param>
    /// <param name="Retained">Told to a new subscriber.</param>
    internal sealed record Heard(string Serial, string Topic, JsonObject Payload, bool Retained)
    {
        /// <summary>Boot and number of each position in it.</summary>
        public IEnumerable<(string Serial, string Boot, long Sequence)> Positions =>
            Topic != "telemetry/gnss" ? []
            : Payload["items"] is JsonArray items ? items.Select(item => (Serial, Text("boot"), item!["seq"]!.GetValue<long>()))
            : [(Serial, Text("boot"), Payload["seq"]!.GetValue<long>())];

        public string Text(string name) => Payload[name]!.GetValue<string>();
    }
}
