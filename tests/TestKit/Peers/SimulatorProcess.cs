using System.Diagnostics;
using Command.Tools.Simulator.Clips;

namespace Command.TestKit.Peers;

/// <summary>
/// tools/Simulator as a process of its own on a free loopback port. Its clips are kept under artifacts, so only the first run on a
/// machine waits for ffmpeg.
/// </summary>
public sealed class SimulatorProcess : IAsyncDisposable
{
    private const string Listening = "listening on rtsp://";
    private const string Ready = "ready:";

    private readonly Process _process;
    private Task _output = Task.CompletedTask;

    private SimulatorProcess(Process process) => _process = process;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Where clips are kept.</summary>
    public static string ClipsFolder { get; } = Path.Combine(Repository.Root, "artifacts", "simulator-clips");

    /// <summary>Starts cameras on a free port, without password, and waits until all of them play.</summary>
    public static Task<SimulatorProcess> StartAsync(int count, CancellationToken cancellationToken) =>
        StartAsync(count, [], cancellationToken);

    /// <summary>Starts cameras and waits until all of them play.</summary>
    /// <param name="count">Cameras, numbered from 1; odd ones have sound.</param>
    /// <param name="arguments">Further arguments of the verb <c>cameras</c>; a port given here wins.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SimulatorProcess> StartAsync(int count, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        string[] verb = ["exec", typeof(TimeStrip).Assembly.Location, "cameras", "--count", $"{count}", "--clips", ClipsFolder];
        foreach (var argument in verb.Concat(arguments.Contains("--port") ? [] : ["--port", "0"]).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var simulator = new SimulatorProcess(Process.Start(start)!); // null only with the shell, which is not used
        try
        {
            await simulator.WaitUntilReadyAsync(cancellationToken);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a camera's stream.</summary>
    /// <param name="camera">Number from 1.</param>
    /// <param name="stream">main or sub.</param>
    public string Uri(int camera, string stream = "main") => $"rtsp://127.0.0.1:{Port}/camera/{camera}/{stream}";

    /// <summary>Kills the process, as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                var address = line[Listening.Length..line.IndexOf('/', Listening.Length)];
                Port = int.Parse(address[(address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                _output = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException("The simulator ended before its cameras were ready.");
    }
}
