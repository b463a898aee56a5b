using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Command.TestKit;

/// <summary>
/// The people of a test site, made over HTTP by its three administrators: <c>system</c> makes accounts and plans shifts, <c>security</c> grants roles.
/// </summary>
public static class Staff
{
    /// <summary>User name of the account that tests act as: every operating right on the whole site, and <c>system-admin</c>.</summary>
    public const string Tester = "tester";

    /// <summary>Roles of <see cref="Tester"/>; those that go by shifts have one.</summary>
    private static readonly string[] TesterRoles = ["commander", "duty-officer", "field-officer", "device-engineer"];

    private static readonly string[] ShiftRoles = ["commander", "duty-officer", "dispatcher"];

    /// <summary>Makes <see cref="Tester"/>, with the administrators' own password.</summary>
    /// <param name="server">The server, empty until now.</param>
    /// <param name="password">Password of the three administrators.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string> AddTesterAsync(Uri server, string password, CancellationToken cancellationToken)
    {
        var id = await AddAsync(server, password, Tester, null, TesterRoles, cancellationToken);
        await MakeAdministratorAsync(server, password, id, "system-admin", cancellationToken);
        return id;
    }

    /// <summary>Grants an administrator role as it has to be: the security administrator asks, the auditor approves.</summary>
    public static async Task MakeAdministratorAsync(
        Uri server,
        string password,
        string accountId,
        string role,
        CancellationToken cancellationToken
    )
    {
        using var security = await SignInAsync(server, "security", password, cancellationToken);
        using var audit = await SignInAsync(server, "audit", password, cancellationToken);
        var grant = new JsonObject { ["role"] = role, ["reason"] = "tests" };
        var waiting = await PostAsync(security, $"/api/v1/access/{accountId}/roles", grant, cancellationToken);
        var request = $"/api/v1/approvals/{waiting["approvalId"]!.GetValue<string>()}";
        await PostAsync(audit, $"{request}/decision", new JsonObject { ["approve"] = true }, cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        while ((await audit.GetFromJsonAsync<JsonNode>(request, deadline.Token))!["state"]!.GetValue<string>() != "done")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>Makes an account with roles, all in one unit or on the whole site; a role that goes by shifts gets one.</summary>
    /// <param name="server">The server.</param>
    /// <param name="password">Password of the three administrators, and of the new account.</param>
    /// <param name="userName">Name of the new account.</param>
    /// <param name="unitId">Where the roles are held; null for the whole site.</param>
    /// <param name="roles">Ids of roles.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Id of the account.</returns>
    public static async Task<string> AddAsync(
        Uri server,
        string password,
        string userName,
        string? unitId,
        IReadOnlyCollection<string> roles,
        CancellationToken cancellationToken
    )
    {
        using var system = await SignInAsync(server, "system", password, cancellationToken);
        using var security = await SignInAsync(server, "security", password, cancellationToken);
        var account = new JsonObject
        {
            ["userName"] = userName,
            ["displayName"] = userName,
            ["unitId"] = unitId,
            ["password"] = password,
        };
        var id = (await PostAsync(system, "/api/v1/accounts", account, cancellationToken))["id"]!.GetValue<string>();
        foreach (var role in roles)
        {
            await GrantAsync(security, id, role, unitId, cancellationToken);
            if (ShiftRoles.Contains(role))
            {
                await PlanAsync(system, id, role, unitId, cancellationToken);
            }
        }
        return id;
    }

    /// <summary>A client that is signed in by an access token.</summary>
    public static async Task<HttpClient> SignInAsync(Uri server, string userName, string password, CancellationToken cancellationToken)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = server };
        var body = new JsonObject { ["userName"] = userName, ["password"] = password };
        var tokens = await PostAsync(client, "/api/v1/identity/login", body, cancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens["accessToken"]!.GetValue<string>());
        return client;
    }

    /// <summary>Grants a role, as the security administrator.</summary>
    /// <returns>Id of the grant.</returns>
    public static async Task<string> GrantAsync(
        HttpClient security,
        string accountId,
        string role,
        string? unitId,
        CancellationToken cancellationToken
    )
    {
        var grant = new JsonObject
        {
            ["role"] = role,
            ["unitId"] = unitId,
            ["reason"] = "tests",
        };
        return (await PostAsync(security, $"/api/v1/access/{accountId}/roles", grant, cancellationToken))["id"]!.GetValue<string>();
    }

    /// <summary>Plans a shift from yesterday on for a month, as the system administrator.</summary>
    /// <returns>Id of the shift.</returns>
    public static async Task<string> PlanAsync(
        HttpClient system,
        string accountId,
        string role,
        string? unitId,
        CancellationToken cancellationToken
    )
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        var shift = new JsonObject
        {
            ["accountId"] = accountId,
            ["role"] = role,
            ["unitId"] = unitId,
            ["from"] = from,
            ["until"] = from.AddDays(31),
        };
        return (await PostAsync(system, "/api/v1/shifts", shift, cancellationToken))["id"]!.GetValue<string>();
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"POST {path} was answered with {answer.StatusCode}: {text}");
    }
}
