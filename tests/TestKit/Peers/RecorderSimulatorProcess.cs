using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Command.Tools.Simulator.Clips;

namespace Command.TestKit.Peers;

/// <summary>tools/Simulator's body-worn recorders as a process of their own. What they do together is in <see cref="this[string]"/>.</summary>
public sealed class RecorderSimulatorProcess : IAsyncDisposable
{
    private const string Totals = "totals ";
    private const int MaxKeptLines = 200;

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private Dictionary<string, long> _totals = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RecorderSimulatorProcess(Process process) => _process = process;

    /// <summary>A figure of the last totals, by name: connected, measured, delivered, events, live …; 0 before the first.</summary>
    public long this[string name]
    {
        get
        {
            lock (_gate)
            {
                return _totals.GetValueOrDefault(name);
            }
        }
    }

    /// <summary>What it printed last.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts recorders that it makes on the server first.</summary>
    /// <param name="server">Base address of the server.</param>
    /// <param name="password">Of the account admin.</param>
    /// <param name="broker">Host and port of MQTT.</param>
    /// <param name="count">How many.</param>
    /// <param name="arguments">Further arguments of the verb <c>recorders</c>.</param>
    public static RecorderSimulatorProcess Provision(Uri server, string password, string broker, int count, params string[] arguments)
    {
        var credentials = Path.Combine(Path.GetTempPath(), $"command-recorders-{Guid.NewGuid():n}.jsonl");
        return Start(
            credentials,
            password,
            [
                "--provision",
                "--count",
                count.ToString(CultureInfo.InvariantCulture),
                "--server",
                server.ToString(),
                "--broker",
                broker,
                .. arguments,
            ]
        );
    }

    /// <summary>Starts recorders with the keys of a file.</summary>
    /// <param name="credentials">JSON lines of id, serial and key.</param>
    /// <param name="password">Of the account system; null when none has to be made.</param>
    /// <param name="arguments">Further arguments of the verb <c>recorders</c>.</param>
    public static RecorderSimulatorProcess Start(string credentials, string? password, params string[] arguments)
    {
        string[] verb = ["exec", typeof(TimeStrip).Assembly.Location, "recorders", "--credentials", credentials];
        var start = new ProcessStartInfo("dotnet", [.. verb, "--clips", SimulatorProcess.ClipsFolder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (password is not null)
        {
            start.Environment["COMMAND_SYSTEM_PASSWORD"] = password;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var simulator = new RecorderSimulatorProcess(process);
        process.OutputDataReceived += (_, e) => simulator.OnLine(e.Data);
        process.ErrorDataReceived += (_, e) => simulator.OnLine(e.Data);
        process.Exited += (_, _) => simulator.Wake();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return simulator;
    }

    /// <summary>Waits until the totals are as wanted; fails when the program ends before, with what it said.</summary>
    public async Task WaitAsync(Func<RecorderSimulatorProcess, bool> isReached, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (isReached(this))
            {
                return;
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The simulated recorders ended early:\n{Text}");
            }

            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The simulated recorders did not get there in {patience}:\n{Text}");
            }
        }
    }

    /// <summary>Waits until it has ended by itself (with <c>--seconds</c>) and gives its exit code: 0 when everything measured was told.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Kills the process, as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxKeptLines)
            {
                _lines.Dequeue();
            }

            if (line.StartsWith(Totals, StringComparison.Ordinal))
            {
                _totals = JsonSerializer.Deserialize<Dictionary<string, long>>(line[Totals.Length..]) ?? _totals;
            }
        }

        Wake();
    }

    private void Wake()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
