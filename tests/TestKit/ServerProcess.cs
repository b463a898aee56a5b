using System.Diagnostics;

namespace Command.TestKit;

/// <summary>
/// The one-box server as a process of its own, as tools/run starts it, on free loopback ports and a data directory of its own. It can be
/// killed and started again on the same ports: that is what it is for; tests that need no kill use the in-process host.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly string _data = Directory.CreateTempSubdirectory("command-e2e-").FullName;
    private readonly int _httpPort = UnusedPort.Tcp();
    private readonly int _httpsPort = UnusedPort.Tcp();
    private readonly int _siloPort = UnusedPort.Tcp();
    private readonly int _gatewayPort = UnusedPort.Tcp();
    private readonly int _doorPort = UnusedPort.Tcp();
    private readonly int _mediaPort = UnusedPort.Udp();
    private readonly int _mqttPort = UnusedPort.Tcp();
    private Process? _process;

    private ServerProcess() { }

    /// <summary>Where its pages are.</summary>
    public Uri BaseAddress => new($"http://127.0.0.1:{_httpPort}");

    /// <summary>The UDP port of media on 127.0.0.1, the same after a start again.</summary>
    public int MediaPort => _mediaPort;

    /// <summary>The port of MQTT on 127.0.0.1, the same after a start again.</summary>
    public int MqttPort => _mqttPort;

    /// <summary>Password of the three administrators and of the account tester.</summary>
    public string Password { get; } = $"Aa1!{Guid.NewGuid():N}";

    /// <summary>Further options, used from the next start on.</summary>
    public IReadOnlyList<string> Options { get; set; } = [];

    /// <summary>Everything it printed since its first start.</summary>
    public string LogFile => Path.Combine(_data, "server.log");

    /// <summary>Its process id.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>Starts a server and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var server = new ServerProcess();
        try
        {
            await server.StartAgainAsync(cancellationToken);
            await Staff.AddTesterAsync(server.BaseAddress, server.Password, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same data and ports, and waits until it is ready.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        Launch();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        using var http = new HttpClient { BaseAddress = BaseAddress };
        while (!await IsReadyAsync(http, deadline.Token))
        {
            if (_process is { HasExited: true })
            {
                throw new InvalidOperationException(
                    $"The server ended at start:\n{await File.ReadAllTextAsync(LogFile, cancellationToken)}"
                );
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
        {
            return;
        }
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }

    private void Launch()
    {
        var home = AppContext.BaseDirectory.TrimEnd('/');
        var configuration = Path.GetFileName(home);
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "Command.Web", configuration, "Command.Web.dll");
        var start = new ProcessStartInfo(
            "sh",
            [
                "-c",
                "exec \"$@\" >>\"$0\" 2>&1",
                LogFile,
                "dotnet",
                program,
                $"--Command:DataDirectory={_data}",
                "--Command:Web:Listen:0=127.0.0.1",
                $"--Command:Web:HttpPort={_httpPort}",
                $"--Command:Web:HttpsPort={_httpsPort}",
                $"--Command:Silo:SiloPort={_siloPort}",
                $"--Command:Silo:GatewayPort={_gatewayPort}",
                $"--Command:MediaDoor:Port={_doorPort}",
                $"--Media:Port={_mediaPort}",
                "--Mqtt:Listen=127.0.0.1",
                $"--Mqtt:Port={_mqttPort}",
                "--Mqtt:TlsPort=-1",
                .. Options,
                "--Media:PublicAddresses:0=127.0.0.1",
            ]
        );
        start.Environment["COMMAND_SYSTEM_PASSWORD"] = Password;
        start.Environment["COMMAND_SECURITY_PASSWORD"] = Password;
        start.Environment["COMMAND_AUDIT_PASSWORD"] = Password;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
