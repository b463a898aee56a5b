using System.Collections.Immutable;

namespace Command.Media.Workers;

/// <summary>Which program to start for a worker, and with what before the verb.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Arguments that come before <c>worker</c>: the .dll, when .NET's host runs it.</param>
internal sealed record WorkerCommand(string FileName, ImmutableArray<string> Arguments)
{
    /// <summary>
    /// The program named by option, else the running one. A program started as <c>dotnet X.dll</c> has the host as its
    /// process path, and the .dll as its first command-line argument.
    /// </summary>
    /// <param name="workerPath">Option; null or empty when not given.</param>
    /// <param name="processPath"><see cref="Environment.ProcessPath"/>.</param>
    /// <param name="entryPath">First of <see cref="Environment.GetCommandLineArgs"/>.</param>
    public static WorkerCommand Resolve(string? workerPath, string? processPath, string entryPath)
    {
        var isHosted = Path.GetFileNameWithoutExtension(processPath) == "dotnet";
        if (string.IsNullOrEmpty(workerPath))
        {
            return isHosted || processPath is null ? Hosted(processPath, Path.GetFullPath(entryPath)) : new WorkerCommand(processPath, []);
        }

        // The child starts in another folder, so a relative path must be settled here.
        var path = Path.GetFullPath(workerPath);
        return path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? Hosted(isHosted ? processPath : null, path)
            : new WorkerCommand(path, []);
    }

    private static WorkerCommand Hosted(string? host, string assembly) => new(host ?? "dotnet", ["exec", assembly]);
}
