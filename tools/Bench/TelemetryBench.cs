using System.Diagnostics;
using System.Globalization;

namespace Command.Tools.Bench;

/// <summary>
/// How many positions a second come from sockets into twins, acknowledged when they are stored; and what mosquitto does with the same devices and
/// one subscriber that only counts.
/// </summary>
internal static class TelemetryBench
{
    private const int PeerPort = 1884;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(BenchPlace place, BenchOptions options, CancellationToken cancellationToken)
    {
        await using var server = new CommandServer(
            place,
            $"--Mqtt:Port={CommandServer.MqttPort}",
            $"--Mqtt:Listen={NetworkLab.ServerAddress}",
            "--Mqtt:TlsPort=-1",
            "--Mqtt:MessagesPerSecond=1000",
            "--Mqtt:MessageBurst=10000"
        );
        await server.StartAsync(cancellationToken);
        var recorders = await BenchRecorder.MakeAsync(server, options.Connections, cancellationToken);
        await using var broker = new Mosquitto(place, PeerPort);
        await broker.StartAsync(keepsState: false, cancellationToken);
        var rows = new List<Row>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            using (var counter = new MqttCounter())
            using (var counting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                await counter.ConnectAsync(PeerPort, cancellationToken);
                var running = counter.RunAsync(counting.Token);
                rows.Add(
                    await MeasureAsync(
                        "mosquitto, fan-in",
                        round,
                        broker.ProcessId,
                        PeerPort,
                        recorders,
                        options,
                        () => counter.Messages,
                        cancellationToken
                    )
                );
                await counting.CancelAsync();
                await running;
            }
            rows.Add(
                await MeasureAsync("Command", round, server.ProcessId, CommandServer.MqttPort, recorders, options, null, cancellationToken)
            );
        }
        Print(rows, options);
    }

    private static async Task<Row> MeasureAsync(
        string name,
        int round,
        int processId,
        int port,
        IReadOnlyList<BenchRecorder> recorders,
        BenchOptions options,
        Func<long>? counted,
        CancellationToken cancellationToken
    )
    {
        var devices = recorders.Select(recorder => new MqttLoad(recorder)).ToList();
        try
        {
            foreach (var device in devices)
            {
                await device.ConnectAsync(port, cancellationToken);
            }
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var running = devices.Select(device => Task.Run(() => device.RunAsync(time.Token), CancellationToken.None)).ToList();
            await Task.Delay(Settle, TimeProvider.System, cancellationToken);
            var (cpu, messages, through) = (
                ProcessSample.Read(processId).CpuMicroseconds,
                devices.Sum(d => d.Acknowledged),
                counted?.Invoke() ?? 0
            );
            var clock = Stopwatch.StartNew();
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System, cancellationToken);
            var seconds = clock.Elapsed.TotalSeconds;
            var used = ProcessSample.Read(processId).CpuMicroseconds - cpu;
            messages = devices.Sum(d => d.Acknowledged) - messages;
            through = (counted?.Invoke() ?? 0) - through;
            await time.CancelAsync();
            await Task.WhenAll(running);
            if (messages == 0)
            {
                throw new BenchException($"{name} acknowledged nothing.");
            }
            var times = devices.SelectMany(device => device.Milliseconds).ToList();
            var row = new Row(
                name,
                messages / seconds,
                (double)used / messages,
                used / seconds / 10_000,
                Figures.Median(times),
                Figures.Percentile(times, 0.99)
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}  {row.Name, -18} {row.MessagesPerSecond, 8:F0} messages/s  {row.MicrosecondsEach, 6:F1} µs CPU each  {row.CpuPercent, 5:F0} % CPU  "
                        + $"acknowledged after {row.MedianMilliseconds:F1} ms, p99 {row.LateMilliseconds:F1}  refused {devices.Sum(d => d.Refused)}{(counted is null ? "" : $"  fanned in {through / seconds:F0}/s")}  load {MachineFacts.LoadAverage()}"
                )
            );
            return row;
        }
        finally
        {
            devices.ForEach(device => device.Dispose());
        }
    }

    private static void Print(IReadOnlyList<Row> rows, BenchOptions options)
    {
        Console.WriteLine(
            $"\n{options.Connections} devices, QoS 1, medians of {options.Rounds} rounds\n\n"
                + "| server | messages/s | µs CPU per message | messages per CPU second, ratio | acknowledged after, median ms | p99 ms |\n|---|---|---|---|---|---|"
        );
        var peer = Figures.Median(rows.Where(row => row.Name == rows[0].Name).Select(row => row.MicrosecondsEach));
        foreach (var group in rows.GroupBy(row => row.Name))
        {
            var each = Figures.Median(group.Select(row => row.MicrosecondsEach));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {group.Key} | {Figures.Median(group.Select(row => row.MessagesPerSecond)):F0} | {each:F1} | {peer / each:F2} | {Figures.Median(group.Select(row => row.MedianMilliseconds)):F1} | {Figures.Median(group.Select(row => row.LateMilliseconds)):F1} |"
                )
            );
        }
    }

    private sealed record Row(
        string Name,
        double MessagesPerSecond,
        double MicrosecondsEach,
        double CpuPercent,
        double MedianMilliseconds,
        double LateMilliseconds
    );
}
