using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Command.Tools.Bench;

/// <summary>The part of Janus' HTTP API that a viewer of a streaming mountpoint needs.</summary>
internal sealed class JanusApi(HttpClient http, Uri server)
{
    /// <summary>Asks to watch a mountpoint. Janus answers with an offer.</summary>
    public async Task<(Uri Handle, string Offer)> WatchAsync(int mountpoint, CancellationToken cancellationToken)
    {
        var session = await CallAsync(server, new JsonObject { ["janus"] = "create" }, cancellationToken);
        var sessionUri = Below(server, Id(session));
        var attach = new JsonObject { ["janus"] = "attach", ["plugin"] = "janus.plugin.streaming" };
        var handle = Below(sessionUri, Id(await CallAsync(sessionUri, attach, cancellationToken)));
        var watch = new JsonObject { ["request"] = "watch", ["id"] = mountpoint };
        await CallAsync(handle, new JsonObject { ["janus"] = "message", ["body"] = watch }, cancellationToken);
        while (true)
        {
            var happened = await http.GetFromJsonAsync<JsonNode>(new Uri($"{sessionUri}?maxev=1"), cancellationToken);
            if (happened?["jsep"]?["sdp"]?.GetValue<string>() is { } offer)
            {
                return (handle, offer);
            }
            if (happened?["plugindata"]?["data"]?["error"] is { } error)
            {
                throw new BenchException($"Janus refused to show mountpoint {mountpoint}: {error}");
            }
        }
    }

    /// <summary>Gives our answer; media starts.</summary>
    public Task StartAsync(Uri handle, string answer, CancellationToken cancellationToken)
    {
        var message = new JsonObject
        {
            ["janus"] = "message",
            ["body"] = new JsonObject { ["request"] = "start" },
            ["jsep"] = new JsonObject { ["type"] = "answer", ["sdp"] = answer },
        };
        return CallAsync(handle, message, cancellationToken);
    }

    private async Task<JsonNode> CallAsync(Uri uri, JsonObject body, CancellationToken cancellationToken)
    {
        body["transaction"] = Guid.NewGuid().ToString("N");
        using var response = await http.PostAsJsonAsync(uri, body, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken) ?? throw new BenchException("Janus answered nothing.");
    }

    private static string Id(JsonNode answer) =>
        answer["data"]?["id"]?.ToString() ?? throw new BenchException($"Janus refused: {answer["error"]}");

    private static Uri Below(Uri parent, string child) => new($"{parent.ToString().TrimEnd('/')}/{child}");
}
