using System.Diagnostics;
using System.Text.Json;

namespace Command.Tools.Bench;

/// <summary>tools/Simulator's recorders beside a bench; what they do together is read from their log.</summary>
internal sealed class FleetRun : IAsyncDisposable
{
    private const string Totals = "totals ";
    private readonly Process _process;
    private readonly string _log;

    private FleetRun(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    public static FleetRun Start(BenchPlace place, string name, params string[] arguments)
    {
        var log = Path.Combine(place.Folder, $"recorders-{name}.log");
        string[] command = ["-c", "exec \"$@\" >\"$0\" 2>&1", log, "dotnet", BenchPlace.ProgramOf("Simulator"), "recorders"];
        var process =
            Process.Start(new ProcessStartInfo("sh", [.. command, "--clips", BenchPlace.Clips, .. arguments]))
            ?? throw new BenchException("Could not start the simulator.");
        return new FleetRun(process, log);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Everything that was measured was told.</summary>
    public bool ToldAll => _process.ExitCode == 0;

    /// <summary>Last totals by name.</summary>
    public Dictionary<string, long> Read()
    {
        if (!File.Exists(_log))
        {
            return [];
        }
        using var stream = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        Dictionary<string, long> totals = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Totals, StringComparison.Ordinal) && line.EndsWith('}'))
            {
                totals = JsonSerializer.Deserialize<Dictionary<string, long>>(line[Totals.Length..]) ?? totals;
            }
        }
        return totals;
    }

    /// <summary>Waits for totals as wanted.</summary>
    public async Task WaitAsync(
        Func<Dictionary<string, long>, bool> isReached,
        string what,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        while (!isReached(Read()))
        {
            if (_process.HasExited || clock.Elapsed > patience)
            {
                throw new BenchException($"The recorders did not get so far as: {what}\n{Tail()}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public string Tail() => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(5)) : "";

    public async ValueTask DisposeAsync() => await BenchPlace.StopAsync(_process);
}
