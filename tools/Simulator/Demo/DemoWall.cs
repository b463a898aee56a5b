using System.Text.Json.Nodes;

namespace Command.Tools.Simulator.Demo;

/// <summary>The wall of the duty officer, who has none yet.</summary>
/// <param name="api">Signed in as the duty officer.</param>
internal sealed class DemoWall(CommandApi api)
{
    /// <summary>Tiles of the largest wall.</summary>
    public const int Largest = 16;

    private static readonly int[] Sizes = [1, 4, 9, Largest];

    public async Task EnsureAsync(IReadOnlyList<string> deviceIds, CancellationToken cancellationToken)
    {
        var wall = await api.GetAsync("/api/v1/walls/mine", cancellationToken);
        if (wall["version"]!.GetValue<long>() != 0)
        {
            return;
        }
        var tiles = deviceIds.Take(Largest).Select((id, slot) => (JsonNode)new JsonObject { ["slot"] = slot, ["deviceId"] = id }).ToArray();
        var layout = new JsonObject
        {
            ["cells"] = Sizes.First(size => size >= tiles.Length),
            ["tiles"] = new JsonArray(tiles),
            ["version"] = 0,
        };
        await api.PutAsync("/api/v1/walls/mine", layout, cancellationToken);
    }
}
