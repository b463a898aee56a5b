using System.Diagnostics;
using System.Globalization;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>One camera to many viewers: CPU time of the server per RTP packet that viewers got, and its memory.</summary>
internal static class ForwardBench
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(BenchPlace place, BenchOptions options, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var make in options.Peers)
            {
                await using var peer = make(place);
                await peer.StartAsync(cancellationToken);
                var row = await MeasureAsync(peer, options, cancellationToken);
                rows.Add(row);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}  {row.Peer, -16} {row.MicrosecondsPerPacket, 7:F2} µs/packet  {row.WithoutIdle, 6:F2} without idle  {row.PacketsPerSecond, 8:F0} packets/s  "
                            + $"{row.CpuPercent, 5:F1} % CPU  {row.IdlePercent, 4:F1} % idle  {row.ResidentMebibytes, 5:F0} MiB  lost {row.Lost}  {row.Profile}  load {MachineFacts.LoadAverage()}"
                    )
                );
            }
        }
        Print(rows, options);
    }

    private static async Task<Row> MeasureAsync(IBenchPeer peer, BenchOptions options, CancellationToken cancellationToken)
    {
        var viewers = new List<LightWebRtcClient>();
        try
        {
            await Task.Delay(Settle, TimeProvider.System, cancellationToken);
            var idleBefore = ProcessSample.Read(peer.ProcessId);
            var idleClock = Stopwatch.StartNew();
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System, cancellationToken);
            var idle = (ProcessSample.Read(peer.ProcessId).CpuMicroseconds - idleBefore.CpuMicroseconds) / idleClock.Elapsed.TotalSeconds;
            for (var i = 0; i < options.Viewers; i++)
            {
                var viewer = new LightWebRtcClient(peer.Viewer(decrypt: false));
                viewers.Add(viewer);
                await peer.JoinAsync(viewer, cancellationToken);
            }
            await Task.Delay(Settle, TimeProvider.System, cancellationToken);
            var packets = viewers.Sum(viewer => viewer.RtpPackets);
            var gaps = viewers.Sum(viewer => viewer.Gaps);
            var before = ProcessSample.Read(peer.ProcessId);
            var clock = Stopwatch.StartNew();
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System, cancellationToken);
            var after = ProcessSample.Read(peer.ProcessId);
            var seconds = clock.Elapsed.TotalSeconds;
            packets = viewers.Sum(viewer => viewer.RtpPackets) - packets;
            if (packets == 0)
            {
                throw new BenchException($"{peer.Name} sent nothing.");
            }
            var cpu = after.CpuMicroseconds - before.CpuMicroseconds;
            return new Row(
                peer.Name,
                (double)cpu / packets,
                (cpu - (idle * seconds)) / packets,
                idle / 10_000,
                packets / seconds,
                cpu / seconds / 10_000,
                after.ResidentBytes / 1048576.0,
                viewers.Sum(viewer => viewer.Gaps) - gaps,
                viewers[0].SrtpProfileId is 7 or 8 ? "GCM" : "CM"
            );
        }
        finally
        {
            foreach (var viewer in viewers)
            {
                await viewer.DisposeAsync();
            }
        }
    }

    private static void Print(List<Row> rows, BenchOptions options)
    {
        Console.WriteLine($"\n1 → {options.Viewers}, median of {options.Rounds} rounds\n");
        Console.WriteLine(
            "| server | µs CPU per packet | ratio | without the idle server | ratio | idle % of a core | resident MiB | lost |\n|---|---|---|---|---|---|---|---|"
        );
        var peers = rows.GroupBy(row => row.Peer).ToList();
        var ours = Figures.Median(peers[0].Select(row => row.MicrosecondsPerPacket));
        var oursWithoutIdle = Figures.Median(peers[0].Select(row => row.WithoutIdle));
        foreach (var peer in peers)
        {
            var median = Figures.Median(peer.Select(row => row.MicrosecondsPerPacket));
            var withoutIdle = Figures.Median(peer.Select(row => row.WithoutIdle));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {peer.Key} ({peer.First().Profile}) | {median:F2} | {ours / median:F2} | {withoutIdle:F2} | {oursWithoutIdle / withoutIdle:F2} | {Figures.Median(peer.Select(row => row.IdlePercent)):F1} | {Figures.Median(peer.Select(row => row.ResidentMebibytes)):F0} | {peer.Sum(row => row.Lost)} |"
                )
            );
        }
    }

    private sealed record Row(
        string Peer,
        double MicrosecondsPerPacket,
        double WithoutIdle,
        double IdlePercent,
        double PacketsPerSecond,
        double CpuPercent,
        double ResidentMebibytes,
        long Lost,
        string Profile
    );
}
