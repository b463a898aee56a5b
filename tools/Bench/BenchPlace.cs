using System.Diagnostics;
using System.Globalization;

namespace Command.Tools.Bench;

/// <summary>Where one bench runs: a folder, the namespace of the servers, and the one simulated camera that all of them show.</summary>
/// <remarks>COMMAND_BENCH_KEEP=1 keeps the folder with the logs of all servers.</remarks>
internal sealed class BenchPlace : IAsyncDisposable
{
    /// <summary>Kept from one run to the next: making them takes half a minute.</summary>
    public static readonly string Clips = Path.Combine(Path.GetTempPath(), "command-bench-clips");

    private const int CameraPort = 18554;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new();
    private Process? _simulator;

    private BenchPlace(string serverNamespace) => ServerNamespace = serverNamespace;

    public string ServerNamespace { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("command-bench-").FullName;

    /// <summary>Main stream of the camera, as servers in their namespace reach it.</summary>
    public static string CameraAddress => $"rtsp://127.0.0.1:{CameraPort.ToString(CultureInfo.InvariantCulture)}/camera/2/main";

    /// <summary>Build output of another project in this configuration.</summary>
    public static string ProgramOf(string project)
    {
        var home = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(home.Parent!.Parent!.FullName, project, home.Name, $"{project}.dll"); // artifacts/bin/<project>/<configuration>
    }

    /// <summary>A place without a camera.</summary>
    public static BenchPlace Open(string serverNamespace) => new(serverNamespace);

    /// <summary>A place with the camera.</summary>
    public static async Task<BenchPlace> OpenWithCameraAsync(string serverNamespace, CancellationToken cancellationToken)
    {
        var place = new BenchPlace(serverNamespace);
        var simulator = ProgramOf("Simulator");
        string[] cameras = ["cameras", "--count", "2", "--port", CameraPort.ToString(CultureInfo.InvariantCulture), "--clips", Clips];
        place._simulator = NetworkLab.StartInNamespace(
            serverNamespace,
            Path.Combine(place.Folder, "simulator.log"),
            ["dotnet", simulator, .. cameras]
        );
        await WaitAsync(
            async () =>
            {
                string[] check = ["check", "--port", CameraPort.ToString(CultureInfo.InvariantCulture)];
                using var probe = NetworkLab.StartInNamespace(serverNamespace, "/dev/null", ["dotnet", simulator, .. check]);
                await probe.WaitForExitAsync(cancellationToken);
                return probe.ExitCode == 0;
            },
            place._simulator,
            "The simulator",
            cancellationToken
        );
        return place;
    }

    public Task WaitForHttpAsync(Uri address, Process server, CancellationToken cancellationToken) =>
        WaitAsync(
            async () =>
            {
                try
                {
                    using var answer = await _http.GetAsync(address, cancellationToken);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            server,
            address.ToString(),
            cancellationToken
        );

    public static async Task StopAsync(Process? process)
    {
        if (process is null)
        {
            return;
        }
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StopAsync(_simulator);
        if (Environment.GetEnvironmentVariable("COMMAND_BENCH_KEEP") is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    public static async Task WaitAsync(Func<Task<bool>> isReady, Process process, string what, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        while (!await isReady())
        {
            if (process.HasExited)
            {
                throw new BenchException($"{what} ended at start with code {process.ExitCode}.");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, deadline.Token);
        }
    }
}
