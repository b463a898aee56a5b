using System.Diagnostics;

namespace Command.Tools.Bench;

/// <summary>mosquitto from Debian in the servers' namespace, tuned for speed, open to everybody there.</summary>
internal sealed class Mosquitto(BenchPlace place, int port) : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private Process? _process;

    public int Port => port;

    public int ProcessId => _process?.Id ?? throw new BenchException("mosquitto does not run.");

    /// <param name="keepsState">Sessions and retained messages survive a kill.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(bool keepsState, CancellationToken cancellationToken)
    {
        if (!File.Exists(Program))
        {
            throw new BenchException("mosquitto is missing: apt-get install mosquitto");
        }

        var folder = Directory.CreateDirectory(Path.Combine(place.Folder, $"mosquitto-{port}")).FullName;
        var file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(
            file,
            $"""
            user root
            listener {port} 0.0.0.0
            allow_anonymous true
            max_inflight_messages 100
            max_queued_messages 0
            set_tcp_nodelay true
            persistence {(keepsState ? "true" : "false")}
            persistence_location {folder}/
            autosave_interval 1
            log_dest none

            """,
            cancellationToken
        );
        _process = NetworkLab.StartInNamespace(place.ServerNamespace, Path.Combine(folder, "log"), Program, "-c", file);
        await BenchPlace.WaitAsync(() => IsOpenAsync(cancellationToken), _process, "mosquitto", cancellationToken);
    }

    /// <summary>Kills it.</summary>
    public async Task KillAsync()
    {
        await BenchPlace.StopAsync(_process);
        _process = null;
    }

    public async ValueTask DisposeAsync() => await BenchPlace.StopAsync(_process);

    private async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpClient();
            await probe.ConnectAsync(NetworkLab.ServerAddress, port, cancellationToken);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
