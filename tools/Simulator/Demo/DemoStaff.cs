using System.Net;
using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Demo;

/// <summary>People of the demo site: the system administrator makes them and plans the shift, the security administrator gives them their roles.</summary>
internal sealed class DemoStaff(CommandApi system, CommandApi security, string password, TimeProvider time)
{
    /// <summary>User name of the duty officer.</summary>
    public const string DutyOfficer = "duty";

    /// <summary>User name of the field officer, who wears the recorder.</summary>
    public const string FieldOfficer = "field";

    private const int ShiftDays = 31;
    private const int RenewDays = 15;

    /// <summary>Makes what is missing.</summary>
    /// <param name="top">The unit of the whole demo site.</param>
    /// <param name="office">The office of the field officer.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>Account id of the field officer.</returns>
    public async Task<string> EnsureAsync(string top, string office, CancellationToken cancellationToken)
    {
        var duty = await EnsureAsync(DutyOfficer, "值班员（演示）", top, "duty-officer", cancellationToken);
        await EnsureShiftAsync(duty, top, cancellationToken);
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
        await UnlessThereAsync(security, $"/api/v1/access/{id}/roles", grant, cancellationToken);
        return id;
    }

    private async Task EnsureShiftAsync(string accountId, string unitId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var planned = await system.GetAsync($"/api/v1/shifts?accountId={accountId}", cancellationToken);
        var last = planned["shifts"]!.AsArray().Max(shift => shift!["until"]!.GetValue<DateTimeOffset>()) as DateTimeOffset?;
        if (last is { } end && end > now.AddDays(RenewDays))
        {
            return;
        }
        var from = last ?? now;
        var shift = new JsonObject
        {
            ["accountId"] = accountId,
            ["role"] = "duty-officer",
            ["unitId"] = unitId,
            ["from"] = from,
            ["until"] = from.AddDays(ShiftDays),
            ["note"] = "演示班次 Demo shift",
        };
        await UnlessThereAsync(system, "/api/v1/shifts", shift, cancellationToken);
    }

    private static async Task UnlessThereAsync(CommandApi api, string path, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            await api.PostAsync(path, body, cancellationToken);
        }
        catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.Conflict)
        {
            // It is there already: doing it twice changes nothing.
        }
    }
}
