using Command.TestKit;

namespace Command.EndToEnd.Tests;

/// <summary>Pictures that tests make: always under artifacts, and in the documents when COMMAND_UPDATE_DOCS=1.</summary>
internal static class Screenshots
{
    public static async Task KeepAsync(string name, byte[] picture, CancellationToken cancellationToken)
    {
        var folders = new List<string> { Path.Combine(Repository.Root, "artifacts", "screenshots") };
        if (Environment.GetEnvironmentVariable("COMMAND_UPDATE_DOCS") == "1")
        {
            folders.Add(Path.Combine(Repository.Root, "docs", "images"));
        }
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, name), picture, cancellationToken);
        }
    }
}
