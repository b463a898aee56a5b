using System.Diagnostics;
using System.Globalization;

namespace Command.Tools.Bench;

/// <summary>
/// A site's recorders at work. First the same telemetry against mosquitto with nobody behind it, then against the server without and with live
/// streams; in the last part the broker and the server are killed and started again, and every position that was measured is looked for.
/// </summary>
internal static class FleetBench
{
    private const string Interval = "5";
    private const int BrokerPort = 1884;
    private const int PeerPort = 1885;
    private const int TrackTake = 5_000;
    private static readonly string[] MessageKinds = ["delivered", "health", "events"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(BenchPlace place, BenchOptions options, CancellationToken cancellationToken)
    {
        await using var broker = new Mosquitto(place, BrokerPort);
        string[] mqtt = options.IsMosquitto
            ? [$"--Mqtt:Broker=mqtt://127.0.0.1:{BrokerPort}"]
            : [$"--Mqtt:Port={CommandServer.MqttPort}", $"--Mqtt:Listen={NetworkLab.ServerAddress}", "--Mqtt:TlsPort=-1"];
        await using var server = new CommandServer(place, mqtt);
        if (options.IsMosquitto)
        {
            await broker.StartAsync(keepsState: true, cancellationToken);
        }
        await server.StartAsync(cancellationToken);
        var file = Path.Combine(place.Folder, "recorders.jsonl");
        var recorders = await BenchRecorder.MakeAsync(server, options.Count, cancellationToken);
        BenchRecorder.Write(file, recorders);
        await server.KillAsync();

        Row[] rows =
        [
            await PeerAsync(place, file, options, cancellationToken),
            .. await ServerAsync(place, server, broker, file, options, cancellationToken),
        ];
        Print(rows, options);
        await LossAsync(place, server, broker, file, recorders, options, cancellationToken);
    }

    /// <summary>The same telemetry to a broker that nobody listens to: what MQTT itself costs.</summary>
    private static async Task<Row> PeerAsync(BenchPlace place, string file, BenchOptions options, CancellationToken cancellationToken)
    {
        await using var peer = new Mosquitto(place, PeerPort);
        await peer.StartAsync(keepsState: false, cancellationToken);
        var before = ProcessSample.Read(peer.ProcessId);
        await using var fleet = FleetRun.Start(place, "peer", Arguments(file, PeerPort, false, 0));
        return await MeasureAsync("mosquitto alone", fleet, peer.ProcessId, before.ResidentBytes, options, 0, cancellationToken);
    }

    private static async Task<IReadOnlyList<Row>> ServerAsync(
        BenchPlace place,
        CommandServer server,
        Mosquitto broker,
        string file,
        BenchOptions options,
        CancellationToken cancellationToken
    )
    {
        // A fresh process: what making the recorders left behind is not the twins' memory.
        await server.StartAsync(cancellationToken);
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        var idle = ProcessSample.Read(server.ProcessId);
        var clock = Stopwatch.StartNew();
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        var idleCpu = (ProcessSample.Read(server.ProcessId).CpuMicroseconds - idle.CpuMicroseconds) / clock.Elapsed.TotalSeconds / 10_000;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle server  {idleCpu:F1} % CPU  {idle.ResidentBytes >> 20} MiB"));
        var rows = new List<Row>();
        foreach (var live in new[] { 0, options.Live }.Distinct())
        {
            await using var fleet = FleetRun.Start(place, $"live-{live}", Arguments(file, PortOf(options, broker), true, live));
            rows.Add(
                await MeasureAsync(
                    live == 0 ? "Command, telemetry" : $"Command, {live} live",
                    fleet,
                    server.ProcessId,
                    idle.ResidentBytes,
                    options,
                    live,
                    cancellationToken
                )
            );
        }
        return rows;
    }

    private static async Task<Row> MeasureAsync(
        string name,
        FleetRun fleet,
        int processId,
        long residentBefore,
        BenchOptions options,
        int live,
        CancellationToken cancellationToken
    )
    {
        await fleet.WaitAsync(
            totals => totals.GetValueOrDefault("connected") == options.Count,
            "all connected",
            Patience,
            cancellationToken
        );
        await fleet.WaitAsync(totals => totals.GetValueOrDefault("live") >= live, $"{live} live", Patience, cancellationToken);
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        var start = ProcessSample.Read(processId);
        var before = fleet.Read();
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System, cancellationToken);
        var end = ProcessSample.Read(processId);
        var after = fleet.Read();
        var row = new Row(
            name,
            (end.CpuMicroseconds - start.CpuMicroseconds) / clock.Elapsed.TotalSeconds / 10_000,
            Messages(after, before) / clock.Elapsed.TotalSeconds,
            end.ResidentBytes / 1048576.0,
            (end.ResidentBytes - residentBefore) / 1024.0 / options.Count
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name, -20} {row.CpuPercent, 6:F1} % CPU  {row.MessagesPerSecond, 6:F1} messages/s  {row.ResidentMebibytes, 6:F0} MiB  {row.KibibytesEach, 7:F1} KiB each  live {after.GetValueOrDefault("live")}  load {MachineFacts.LoadAverage()}"
            )
        );
        return row;
    }

    private static long Messages(Dictionary<string, long> after, Dictionary<string, long> before) =>
        MessageKinds.Sum(name => after.GetValueOrDefault(name) - before.GetValueOrDefault(name));

    /// <summary>Kills the broker, then the server, while recorders measure; then counts.</summary>
    private static async Task LossAsync(
        BenchPlace place,
        CommandServer server,
        Mosquitto broker,
        string file,
        IReadOnlyList<BenchRecorder> recorders,
        BenchOptions options,
        CancellationToken cancellationToken
    )
    {
        var from = TimeProvider.System.GetUtcNow();
        var seconds = Math.Max(30, options.Seconds).ToString(CultureInfo.InvariantCulture);
        string[] timed = [.. Arguments(file, PortOf(options, broker), true, options.Live), "--seconds", seconds];
        await using var fleet = FleetRun.Start(place, "loss", timed);
        await fleet.WaitAsync(
            totals => totals.GetValueOrDefault("connected") == options.Count,
            "all connected",
            Patience,
            cancellationToken
        );
        if (options.IsMosquitto)
        {
            await broker.KillAsync();
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellationToken);
            await broker.StartAsync(keepsState: true, cancellationToken);
            await fleet.WaitAsync(
                totals => totals.GetValueOrDefault("connected") == options.Count,
                "all connected again",
                Patience,
                cancellationToken
            );
        }
        await server.KillAsync();
        var down = Stopwatch.StartNew();
        await server.StartAsync(cancellationToken);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"server killed; ready again after {down.Elapsed.TotalSeconds:F1} s")
        );
        await fleet.WaitForExitAsync(cancellationToken);
        var told = fleet.Read();
        var stored = await StoredAsync(server, recorders, from, told.GetValueOrDefault("measured"), cancellationToken);
        var measured = told.GetValueOrDefault("measured");
        Console.WriteLine(
            $"\nthrough {(options.IsMosquitto ? "a kill of mosquitto and of the server" : "a kill of the server with its broker")}: "
                + $"{measured} positions measured, {told.GetValueOrDefault("delivered")} acknowledged ({told.GetValueOrDefault("deliveredLate")} late), "
                + $"{stored.Distinct} stored, {measured - stored.Distinct} lost, {stored.Rows - stored.Distinct} twice; "
                + $"{told.GetValueOrDefault("dropped")} given up by recorders{(fleet.ToldAll ? "" : " (NOT ALL TOLD)")}"
        );
    }

    /// <summary>Positions on the server's record: rows, and different times of measurement.</summary>
    private static async Task<(long Rows, long Distinct)> StoredAsync(
        CommandServer server,
        IReadOnlyList<BenchRecorder> recorders,
        DateTimeOffset from,
        long wanted,
        CancellationToken cancellationToken
    )
    {
        // Tracks are written in batches: the last ones may be on their way.
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (rows, distinct) = (0L, 0L);
            foreach (var recorder in recorders)
            {
                var (since, until) = (Stamp(from), Stamp(TimeProvider.System.GetUtcNow().AddMinutes(1)));
                var track = await server.GetAsync(
                    $"/api/v1/recorders/{recorder.Id}/track?from={since}&until={until}&take={TrackTake}",
                    cancellationToken
                );
                var times = track["positions"]!.AsArray().Select(point => CommandServer.Text(point, "at")).ToList();
                rows += times.Count;
                distinct += times.Distinct().Count();
            }
            if (distinct >= wanted || clock.Elapsed > Settle)
            {
                return (rows, distinct);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }

        static string Stamp(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture));
    }

    private static int PortOf(BenchOptions options, Mosquitto broker) => options.IsMosquitto ? broker.Port : CommandServer.MqttPort;

    private static string[] Arguments(string file, int port, bool streams, int live) =>
        [
            "--credentials",
            file,
            "--broker",
            $"{NetworkLab.ServerAddress}:{port}",
            "--interval",
            Interval,
            "--qos",
            "1",
            .. streams
                ? ["--server", CommandServer.Address.ToString(), "--live", live.ToString(CultureInfo.InvariantCulture)]
                : Array.Empty<string>(),
        ];

    private static void Print(IReadOnlyList<Row> rows, BenchOptions options)
    {
        Console.WriteLine(
            $"\n{options.Count} recorders, a position every {Interval} s with QoS 1\n\n"
                + "| server | % of a core | ratio | messages/s | resident MiB | KiB for each recorder |\n|---|---|---|---|---|---|"
        );
        foreach (var row in rows)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Name} | {row.CpuPercent:F1} | {row.CpuPercent / Math.Max(rows[0].CpuPercent, 0.1):F1} | {row.MessagesPerSecond:F1} | {row.ResidentMebibytes:F0} | {row.KibibytesEach:F1} |"
                )
            );
        }
    }

    private sealed record Row(string Name, double CpuPercent, double MessagesPerSecond, double ResidentMebibytes, double KibibytesEach);
}
