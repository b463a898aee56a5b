using System.Net;
using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Demo;

/// <summary>People of the demo site: the system administrator makes them and plans the shift, the security administrator gives them their roles.</summary>
internal sealed class DemoStaff(CommandApi system, CommandApi security, DemoShift shift, string password)
{
    /// <summary>User name of the duty officer.</summary>
    public const string DutyOfficer = "duty";

    /// <summary>Role of the duty officer.</summary>
    public const string DutyRole = "duty-officer";

    /// <summary>User name of the field officer, who wears the recorder.</summary>
    public const string FieldOfficer = "field";

    /// <summary>Makes what is missing.</summary>
    /// <param name="top">The unit of the whole demo site.</param>
    /// <param name="office">The office of the field officer.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>Account id of the field officer.</returns>
    public async Task<string> EnsureAsync(string top, string office, CancellationToken cancellationToken)
    {
        var duty = await EnsureAsync(DutyOfficer, "值班员（演示）", top, DutyRole, cancellationToken);
        await shift.EnsureAsync(duty, top, cancellationToken);
        await EnsureAsync("engineer", "运维工程师（演示）", top, "device-engineer", cancellationToken);
        return await EnsureAsync(FieldOfficer, "演示员", office, "field-officer", cancellationToken);
    }

    private async Task<string> EnsureAsync(
        string userName,
        string displayName,
        string unitId,
        string role,
        CancellationToken cancellationToken
    )
    {
        var found = await system.GetAsync($"/api/v1/accounts?text={userName}", cancellationToken);
        var account = found["accounts"]!.AsArray().FirstOrDefault(one => (string?)one?["userName"] == userName);
        if (account is null)
        {
            var draft = new JsonObject
            {
                ["userName"] = userName,
                ["displayName"] = displayName,
                ["unitId"] = unitId,
                ["password"] = password,
            };
            account = await system.PostAsync("/api/v1/accounts", draft, cancellationToken);
        }
        var id = account["id"]!.GetValue<string>();
        var grant = new JsonObject
        {
            ["role"] = role,
            ["unitId"] = unitId,
            ["reason"] = "Demo site",
        };
        try
        {
            await security.PostAsync($"/api/v1/access/{id}/roles", grant, cancellationToken);
        }
        catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.Conflict)
        {
            // It is held already: doing it twice changes nothing.
        }
        return id;
    }
}
