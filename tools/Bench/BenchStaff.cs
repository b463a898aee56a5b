using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Command.Tools.Bench;

/// <summary>People of a bench's server: one account that watches and keeps devices, made by the administrators.</summary>
internal sealed class BenchStaff(Uri server, string password)
{
    /// <summary>The account that a bench acts as.</summary>
    public const string UserName = "bench";

    private static readonly string[] Roles = ["duty-officer", "inspector", "device-engineer"];

    /// <summary>Makes the account on a new server.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        using var system = await SignInAsync("system", cancellationToken);
        using var security = await SignInAsync("security", cancellationToken);
        var account = new JsonObject { ["userName"] = UserName, ["password"] = password };
        var id = (await PostAsync(system, "/api/v1/accounts", account, cancellationToken))["id"]!.GetValue<string>();
        foreach (var role in Roles)
        {
            var grant = new JsonObject { ["role"] = role, ["reason"] = UserName };
            await PostAsync(security, $"/api/v1/access/{id}/roles", grant, cancellationToken);
        }
        var now = TimeProvider.System.GetUtcNow();
        var shift = new JsonObject
        {
            ["accountId"] = id,
            ["role"] = Roles[0],
            ["from"] = now.ToString("O", CultureInfo.InvariantCulture),
            ["until"] = now.AddDays(1).ToString("O", CultureInfo.InvariantCulture),
        };
        await PostAsync(system, "/api/v1/shifts", shift, cancellationToken);
    }

    /// <summary>A client that is signed in.</summary>
    public async Task<HttpClient> SignInAsync(string userName, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = server };
        var signIn = new JsonObject { ["userName"] = userName, ["password"] = password };
        var token = (await PostAsync(http, "/api/v1/identity/login", signIn, cancellationToken))["accessToken"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new BenchException($"POST {path}: {(int)answer.StatusCode} {text}");
    }
}
