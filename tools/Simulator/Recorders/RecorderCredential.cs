using System.Text.Json;

namespace Command.Tools.Simulator.Recorders;

/// <summary>What a recorder signs in with. Files hold one a line, as JSON, and are for their owner's eyes only.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Serial">MQTT user name, client id and topic level.</param>
/// <param name="Key">MQTT password, and part of the bearer token.</param>
internal sealed record RecorderCredential(string Id, string Serial, string Key)
{
    /// <summary>Bearer token for WHIP.</summary>
    public string Bearer => $"rec.{Id}.{Key}";

    /// <summary>Reads a file; empty when there is none.</summary>
    public static List<RecorderCredential> ReadAll(string path) =>
        File.Exists(path)
            ?
            [
                .. File.ReadLines(path)
                    .Where(line => !string.IsNullOrWhiteSpace(line))
                    .Select(line =>
                        JsonSerializer.Deserialize<RecorderCredential>(line, JsonSerializerOptions.Web)
                        ?? throw new InvalidDataException($"{path} holds a line that is no credential.")
                    ),
            ]
            : [];

    /// <summary>Writes a file; it appears whole, readable by its owner only.</summary>
    public static void WriteAll(string path, IEnumerable<RecorderCredential> credentials)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(unfinished, options))
        {
            foreach (var credential in credentials)
            {
                writer.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            credential.Id,
                            credential.Serial,
                            credential.Key,
                        },
                        JsonSerializerOptions.Web
                    )
                );
            }
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
