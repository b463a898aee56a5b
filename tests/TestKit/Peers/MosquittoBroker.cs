using System.Diagnostics;
using System.Globalization;

namespace Command.TestKit.Peers;

/// <summary>
/// The real mosquitto as an external broker, with the configuration of docs/guide/mosquitto on a free port of 127.0.0.1. It can be stopped, killed
/// and started again on the same port and data.
/// </summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    /// <summary>User name of the server's link.</summary>
    public const string ServerUser = "command-node1";

    /// <summary>Password of the server's link.</summary>
    public const string ServerPassword = "server-password";

    private readonly string _folder = Directory.CreateTempSubdirectory("command-mosquitto-").FullName;
    private PeerProcess? _process;

    private MosquittoBroker() { }

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>What it printed since its last start.</summary>
    public string Text => _process?.Text ?? string.Empty;

    /// <summary>Starts a broker that knows the server and these devices.</summary>
    /// <param name="devices">Serial and key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MosquittoBroker> StartAsync(
        IReadOnlyDictionary<string, string> devices,
        CancellationToken cancellationToken = default
    )
    {
        var broker = new MosquittoBroker();
        try
        {
            await broker.PrepareAsync(devices, cancellationToken);
            await broker.StartAgainAsync(cancellationToken);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same port and data, and waits until it listens.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        _process = PeerProcess.Start("/usr/sbin/mosquitto", ["-c", Path.Combine(_folder, "mosquitto.conf")]);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        // Its own word that it listens: a connection that is accepted may be another program's.
        while (!_process.Text.Contains(" running", StringComparison.Ordinal))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"mosquitto ended at start:\n{_process.Text}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>SIGTERM: it writes what it keeps, and ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is not { } process)
        {
            return;
        }
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(cancellationToken);
        }
        await process.WaitForExitAsync(cancellationToken);
        await process.DisposeAsync();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PrepareAsync(IReadOnlyDictionary<string, string> devices, CancellationToken cancellationToken)
    {
        Port = UnusedPort.Tcp();
        var guide = Path.Combine(Repository.Root, "docs", "guide", "mosquitto");
        var passwords = Path.Combine(_folder, "passwords");
        await File.WriteAllLinesAsync(
            passwords,
            devices.Append(new(ServerUser, ServerPassword)).Select(entry => $"{entry.Key}:{entry.Value}"),
            cancellationToken
        );
        await using (var hash = PeerProcess.Start("mosquitto_passwd", ["-U", passwords]))
        {
            if (await hash.WaitForExitAsync(cancellationToken) != 0)
            {
                throw new InvalidOperationException($"mosquitto_passwd failed:\n{hash.Text}");
            }
        }
        File.Copy(Path.Combine(guide, "acl"), Path.Combine(_folder, "acl"));
        var configuration = await File.ReadAllTextAsync(Path.Combine(guide, "mosquitto.conf"), cancellationToken);
        configuration = configuration
            .Replace("listener 1883", $"listener {Port} 127.0.0.1", StringComparison.Ordinal)
            .Replace("/etc/mosquitto/command/", $"{_folder}/", StringComparison.Ordinal)
            .Replace("/var/lib/mosquitto/", $"{_folder}/", StringComparison.Ordinal)
            // Into a pipe it would tell us of its start only when a page is full.
            .Replace("log_dest stdout", "log_dest stderr", StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "mosquitto.conf"),
            $"{configuration}\nlog_type information\nuser {Environment.UserName}\n",
            cancellationToken
        );
    }
}
