using System.Text.Json;
using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Demo;

/// <summary>The demo site: a district bureau, its offices and their cameras (site.json). Doing it twice changes nothing.</summary>
internal sealed class DemoSite(CommandApi api)
{
    private static readonly int[] WallSizes = [1, 4, 9, 16];

    /// <param name="cameras">Where the simulated cameras are: rtsp://host:port.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public async Task EnsureAsync(string cameras, int count, CancellationToken cancellationToken)
    {
        var plan = ReadPlan();
        var units = await EnsureUnitsAsync(plan, cancellationToken);
        var tiles = new JsonArray();
        for (var number = 1; number <= count; number++)
        {
            var place = plan.Cameras[(number - 1) % plan.Cameras.Length];
            var id = await EnsureCameraAsync(cameras, number, place, units[place.Unit], cancellationToken);
            if (tiles.Count < WallSizes[^1])
            {
                tiles.Add(new JsonObject { ["slot"] = tiles.Count, ["deviceId"] = id });
            }
        }
        await EnsureWallAsync(tiles, cancellationToken);
        await Console.Out.WriteLineAsync($"Demo site: {units.Count} units, {count} simulated cameras.");
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

    private async Task EnsureWallAsync(JsonArray tiles, CancellationToken cancellationToken)
    {
        var wall = await api.GetAsync("/api/v1/walls/mine", cancellationToken);
        if (wall["version"]!.GetValue<long>() != 0)
        {
            return;
        }
        var layout = new JsonObject
        {
            ["cells"] = WallSizes.First(size => size >= tiles.Count),
            ["tiles"] = tiles,
            ["version"] = 0,
        };
        await api.PutAsync("/api/v1/walls/mine", layout, cancellationToken);
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

    private sealed record Plan(UnitPlan[] Units, CameraPlan[] Cameras);

    private sealed record UnitPlan(string Code, string Name, string? Parent, string Address);

    private sealed record CameraPlan(string Name, string Unit, string Address);
}
