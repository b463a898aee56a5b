using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Command.TestKit;

namespace Command.EndToEnd.Tests;

/// <summary>The HTTP API as an administrator's program uses it.</summary>
internal sealed class SiteApi : IDisposable
{
    private readonly HttpClient _http;

    private SiteApi(HttpClient http) => _http = http;

    public static async Task<SiteApi> SignInAsync(Uri server, string password, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = server };
        var body = new JsonObject { ["userName"] = Staff.Tester, ["password"] = password };
        using var answer = await http.PostAsJsonAsync("/api/v1/identity/login", body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["accessToken"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new SiteApi(http);
    }

    public async Task<string> AddUnitAsync(string name, CancellationToken cancellationToken) =>
        await IdAsync("/api/v1/units", new JsonObject { ["name"] = name, ["order"] = 0 }, cancellationToken);

    public async Task<string> AddCameraAsync(
        string unitId,
        string name,
        string address,
        string? subAddress,
        CancellationToken cancellationToken,
        string transport = "auto",
        (string User, string Password)? credential = null
    )
    {
        var draft = new JsonObject
        {
            ["name"] = name,
            ["address"] = address,
            ["subAddress"] = subAddress,
            ["transport"] = transport,
            ["enabled"] = true,
            ["alwaysOn"] = false,
            ["unitId"] = unitId,
        };
        if (credential is { } given)
        {
            draft["credential"] = new JsonObject { ["userName"] = given.User, ["password"] = given.Password };
        }
        return await IdAsync("/api/v1/cameras", draft, cancellationToken);
    }

    /// <summary>Makes a recorder; its id, its serial and its key, which is told this once.</summary>
    public async Task<(string Id, string Serial, string Key)> AddRecorderAsync(
        string unitId,
        string name,
        CancellationToken cancellationToken
    )
    {
        var draft = new JsonObject
        {
            ["name"] = name,
            ["enabled"] = true,
            ["unitId"] = unitId,
        };
        var made = await PostAsync("/api/v1/recorders", draft, cancellationToken);
        // In the tester's hands, who may then send with the field page in its name.
        var officer = new JsonObject
        {
            ["number"] = "012345",
            ["name"] = Staff.Tester,
            ["accountId"] = Text((await GetAsync("/api/v1/me/access", cancellationToken))["subjectId"]),
        };
        await PutAsync($"/api/v1/recorders/{Text(made["recorder"]!["id"])}/officer", officer, cancellationToken);
        return (Text(made["recorder"]!["id"]), Text(made["key"]!["serial"]), Text(made["key"]!["key"]));
    }

    /// <summary>Waits until an answer is as wanted.</summary>
    public async Task<JsonNode> WaitForAsync(string path, Func<JsonNode, bool> isThere, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMilliseconds(WallScreen.Patience));
        JsonNode? last = null;
        try
        {
            while (true)
            {
                last = await GetAsync(path, patience.Token);
                if (isThere(last))
                {
                    return last;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"GET {path} never was as wanted; at last: {last?.ToJsonString()}");
        }
    }

    public async Task PutWallAsync(int cells, IEnumerable<string> cameraIds, CancellationToken cancellationToken)
    {
        var tiles = new JsonArray([.. cameraIds.Select((id, slot) => (JsonNode)new JsonObject { ["slot"] = slot, ["deviceId"] = id })]);
        var layout = new JsonObject
        {
            ["cells"] = cells,
            ["tiles"] = tiles,
            ["version"] = 0,
        };
        using var answer = await _http.PutAsJsonAsync("/api/v1/walls/mine", layout, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<JsonNode>(path, cancellationToken) ?? new JsonObject();

    public Task<HttpResponseMessage> GetRawAsync(string path, CancellationToken cancellationToken) =>
        _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<string> IdAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        Text((await PostAsync(path, body, cancellationToken))["id"]);

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private async Task PutAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PutAsJsonAsync(path, body, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"PUT {path}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
