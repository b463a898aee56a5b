using System.Text.Json;
using System.Text.Json.Nodes;
using Command.Tools.Simulator.Recorders;

namespace Command.Tools.Simulator.Demo;

/// <summary>The demo site: a district bureau, its offices, their cameras and a recorder on shift (site.json). Doing it twice changes nothing.</summary>
internal sealed class DemoSite(CommandApi api, DemoStaff staff)
{
    /// <param name="cameras">Where the simulated cameras are: rtsp://host:port.</param>
    /// <param name="count">How many.</param>
    /// <param name="keys">File for the keys of the simulated recorders; null for none.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public async Task<List<string>> EnsureAsync(string cameras, int count, string? keys, CancellationToken cancellationToken)
    {
        var plan = ReadPlan();
        var units = await EnsureUnitsAsync(plan, cancellationToken);
        var tiles = new List<string>();
        for (var number = 1; number <= count; number++)
        {
            var place = plan.Cameras[(number - 1) % plan.Cameras.Length];
            var id = await EnsureCameraAsync(cameras, number, place, units[place.Unit], cancellationToken);
            tiles.Add(id);
        }
        await EnsureCourtroomAsync(units[plan.Units[0].Code], tiles, cancellationToken);
        var officer = await staff.EnsureAsync(units[plan.Units[0].Code], units[plan.Recorders[0].Unit], cancellationToken);
        var recorders = keys is null ? [] : await EnsureRecordersAsync(keys, plan, units, officer, cancellationToken);
        tiles.InsertRange(Math.Min(tiles.Count, DemoWall.Largest - recorders.Count), recorders.Select(recorder => recorder.Id));
        await Console.Out.WriteLineAsync(
            $"Demo site: {units.Count} units, {count} simulated cameras, {recorders.Count} simulated recorders."
        );
        return tiles;
    }

    private async Task<Dictionary<string, string>> EnsureUnitsAsync(Plan plan, CancellationToken cancellationToken)
    {
        var present = (await api.GetAsync("/api/v1/tree", cancellationToken))["units"]!.AsArray();
        var ids = present.Where(unit => unit?["code"] is not null).ToDictionary(unit => Text(unit, "code"), unit => Text(unit, "id"));
        foreach (var unit in plan.Units.Where(unit => !ids.ContainsKey(unit.Code)))
        {
            var draft = new JsonObject
            {
                ["name"] = unit.Name,
                ["code"] = unit.Code,
                ["parentId"] = unit.Parent is null ? null : ids[unit.Parent],
                ["place"] = new JsonObject { ["address"] = unit.Address },
                ["order"] = ids.Count,
            };
            ids[unit.Code] = Text(await api.PostAsync("/api/v1/units", draft, cancellationToken), "id");
        }
        return ids;
    }

    private async Task<string> EnsureCameraAsync(
        string cameras,
        int number,
        CameraPlan place,
        string unitId,
        CancellationToken cancellationToken
    )
    {
        var code = $"SIM-{number:D2}";
        var found = await api.GetAsync($"/api/v1/cameras?text={code}&take=10", cancellationToken);
        if (found["devices"]!.AsArray().FirstOrDefault(device => (string?)device?["code"] == code) is { } there)
        {
            return Text(there, "id");
        }
        var draft = new JsonObject
        {
            ["name"] = place.Name,
            ["code"] = code,
            ["address"] = $"{cameras}/camera/{number}/main",
            ["subAddress"] = $"{cameras}/camera/{number}/sub",
            ["transport"] = "auto",
            ["enabled"] = true,
            ["alwaysOn"] = true,
            ["unitId"] = unitId,
            ["place"] = new JsonObject { ["address"] = place.Address },
        };
        return Text(await api.PostAsync("/api/v1/cameras", draft, cancellationToken), "id");
    }

    /// <summary>Recorders with an officer each, whose keys are kept in a file: the server tells them once.</summary>
    private async Task<List<RecorderCredential>> EnsureRecordersAsync(
        string keys,
        Plan plan,
        Dictionary<string, string> units,
        string officerId,
        CancellationToken cancellationToken
    )
    {
        var credentials = RecorderCredential.ReadAll(keys);
        for (var number = credentials.Count + 1; number <= plan.Recorders.Length; number++)
        {
            var recorder = plan.Recorders[number - 1];
            var serial = RecorderProvisioner.SerialOf(number);
            var made = await new RecorderProvisioner(api).MakeAsync(recorder.Name, serial, serial, units[recorder.Unit], cancellationToken);
            credentials.Add(made);
            RecorderCredential.WriteAll(keys, credentials);
        }
        foreach (var (recorder, made) in plan.Recorders.Zip(credentials))
        {
            await EnsureOfficerAsync(recorder, made.Id, officerId, cancellationToken);
        }
        return credentials;
    }

    private async Task EnsureOfficerAsync(RecorderPlan recorder, string id, string officerId, CancellationToken cancellationToken)
    {
        var status = await api.GetAsync($"/api/v1/recorders/{id}", cancellationToken);
        if ((string?)status["officer"]?["accountId"] == officerId)
        {
            return;
        }
        var officer = new JsonObject
        {
            ["number"] = recorder.Officer,
            ["name"] = recorder.OfficerName,
            ["accountId"] = officerId,
        };
        await api.PutAsync($"/api/v1/recorders/{id}/officer", officer, cancellationToken);
    }

    /// <summary>A device group, so that a role can be held on one: the first two cameras are a courtroom's.</summary>
    private async Task EnsureCourtroomAsync(string unitId, List<string> cameras, CancellationToken cancellationToken)
    {
        const string name = "演示法庭 1";
        var groups = (await api.GetAsync("/api/v1/groups", cancellationToken)).AsArray();
        if (groups.Any(group => (string?)group?["name"] == name))
        {
            return;
        }
        var made = await api.PostAsync("/api/v1/groups", new JsonObject { ["name"] = name, ["unitId"] = unitId }, cancellationToken);
        var members = new JsonArray([.. cameras.Take(2).Select(id => (JsonNode)id)]);
        await api.PutAsync($"/api/v1/groups/{Text(made, "id")}/members", new JsonObject { ["deviceIds"] = members }, cancellationToken);
    }

    private static Plan ReadPlan()
    {
        using var resource =
            typeof(DemoSite).Assembly.GetManifestResourceStream("site.json")
            ?? throw new InvalidOperationException("site.json is not embedded.");
        return JsonSerializer.Deserialize<Plan>(resource, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException("site.json is empty.");
    }

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private sealed record Plan(UnitPlan[] Units, CameraPlan[] Cameras, RecorderPlan[] Recorders);

    private sealed record UnitPlan(string Code, string Name, string? Parent, string Address);

    private sealed record CameraPlan(string Name, string Unit, string Address);

    private sealed record RecorderPlan(string Name, string Unit, string Officer, string OfficerName);
}
