using System.Diagnostics;
using Npgsql;

namespace Command.TestKit;

/// <summary>
/// A private PostgreSQL cluster in a temporary folder, reached by a Unix socket only, tuned for speed and not for safety. Ends with the test
/// process, however that ends: a small shell watches the pipe to it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "command";

    // Ends the server and removes the folder when standard input closes.
    private const string Script = """
        "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
          -c max_connections=200 -c shared_buffers=32MB >"$2/log" 2>&1 &
        server=$!
        cat >/dev/null
        kill -INT $server
        wait $server
        rm -rf "$2"
        """;

    private readonly Process _watcher;
    private readonly string _folder;
    private int _databases;

    private PostgresServer(Process watcher, string folder)
    {
        _watcher = watcher;
        _folder = folder;
    }

    /// <summary>Makes the cluster and waits until it answers; needs Debian's <c>postgresql</c> package.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (binaries is null)
        {
            throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");
        }

        binaries = Path.Combine(binaries, "bin");
        var folder = Directory.CreateTempSubdirectory("command-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres:", folder], cancellationToken);
        }

        await RunAsync(
            $"{binaries}/initdb",
            ["-D", $"{folder}/data", "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
            cancellationToken,
            asPostgres: true
        );
        var watcher =
            Process.Start(StartInfo("sh", ["-c", Script, "postgres-watcher", binaries, folder], asPostgres: true))
            ?? throw new InvalidOperationException("sh did not start.");
        var server = new PostgresServer(watcher, folder);
        await server.WaitAsync(cancellationToken);
        return server;
    }

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionString(name);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _watcher.StandardInput.Close();
        await _watcher.WaitForExitAsync(CancellationToken.None);
        _watcher.Dispose();
    }

    private string ConnectionString(string database) =>
        $"Host={_folder};Username={User};Database={database};Pooling=true;Maximum Pool Size=40";

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException) when (!_watcher.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task RunAsync(string file, string[] arguments, CancellationToken cancellationToken, bool asPostgres = false)
    {
        using var process =
            Process.Start(StartInfo(file, arguments, asPostgres)) ?? throw new InvalidOperationException($"{file} did not start.");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {output}");
        }
    }

    // PostgreSQL refuses to run as root.
    private static ProcessStartInfo StartInfo(string file, string[] arguments, bool asPostgres)
    {
        var drop = asPostgres && Environment.IsPrivilegedProcess;
        string[] command = drop ? ["runuser", "-u", "postgres", "--", file, .. arguments] : [file, .. arguments];
        return new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
    }
}
