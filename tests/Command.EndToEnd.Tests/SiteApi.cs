using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Command.EndToEnd.Tests;

/// <summary>The HTTP API as an administrator's program uses it.</summary>
internal sealed class SiteApi : IDisposable
{
    private readonly HttpClient _http;

    private SiteApi(HttpClient http) => _http = http;

    public static async Task<SiteApi> SignInAsync(Uri server, string password, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = server };
        var body = new JsonObject { ["userName"] = "admin", ["password"] = password };
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

    private async Task<string> IdAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!["id"]!.GetValue<string>();
    }
}
