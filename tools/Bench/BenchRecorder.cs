using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Command.Tools.Bench;

/// <summary>A recorder made for a bench.</summary>
internal sealed record BenchRecorder(string Id, string Serial, string Key)
{
    public string Bearer => $"rec.{Id}.{Key}";

    /// <summary>Makes so many of them on a server.</summary>
    public static async Task<List<BenchRecorder>> MakeAsync(CommandServer server, int count, CancellationToken cancellationToken)
    {
        var unit = await server.AddUnitAsync(cancellationToken);
        var recorders = new List<BenchRecorder>(count);
        for (var number = 1; number <= count; number++)
        {
            var serial = string.Create(CultureInfo.InvariantCulture, $"BENCH-{number:D5}");
            var draft = new JsonObject
            {
                ["name"] = serial,
                ["code"] = serial,
                ["serial"] = serial,
                ["enabled"] = true,
                ["unitId"] = unit,
            };
            var made = await server.PostAsync("/api/v1/recorders", draft, cancellationToken);
            recorders.Add(new BenchRecorder(CommandServer.Text(made["recorder"], "id"), serial, CommandServer.Text(made["key"], "key")));
        }
        return recorders;
    }

    /// <summary>Writes the file that the simulator reads.</summary>
    public static void Write(string path, IEnumerable<BenchRecorder> recorders) =>
        File.WriteAllLines(
            path,
            recorders.Select(recorder =>
                JsonSerializer.Serialize(
                    new
                    {
                        recorder.Id,
                        recorder.Serial,
                        recorder.Key,
                    },
                    JsonSerializerOptions.Web
                )
            )
        );
}
