using System.Diagnostics;
using System.Globalization;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>One viewer after the other: time from its request to its first whole key frame, and the server's CPU time for a join.</summary>
internal static class JoinBench
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(137);

    public static async Task RunAsync(BenchPlace place, BenchOptions options, CancellationToken cancellationToken)
    {
        var rows = new List<(string Peer, double Milliseconds)>();
        var cpu = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var make in options.Peers)
            {
                await using var peer = make(place);
                await peer.StartAsync(cancellationToken);
                for (var i = 0; i < options.Joins; i++)
                {
                    rows.Add((peer.Name, await JoinOnceAsync(peer, cancellationToken)));
                    // Uneven, so that joins fall everywhere between two key frames.
                    await Task.Delay(Pause * (1 + (i % 7)), TimeProvider.System, cancellationToken);
                }
                var perJoin = await CpuPerJoinAsync(peer, options.Joins * 2, cancellationToken);
                cpu.TryAdd(peer.Name, []);
                cpu[peer.Name].Add(perJoin);
                var mine = rows.Where(row => row.Peer == peer.Name).Select(row => row.Milliseconds).ToList();
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}  {peer.Name, -16} median {Figures.Median(mine), 7:F1} ms  p95 {Figures.Percentile(mine, 0.95), 7:F1} ms  {perJoin:F1} ms CPU/join  load {MachineFacts.LoadAverage()}"
                    )
                );
            }
        }
        Console.WriteLine("\n| server | request → whole key frame, median ms | p95 ms | ms CPU per join |\n|---|---|---|---|");
        foreach (var peer in rows.GroupBy(row => row.Peer))
        {
            var times = peer.Select(row => row.Milliseconds).ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {peer.Key} | {Figures.Median(times):F1} | {Figures.Percentile(times, 0.95):F1} | {Figures.Median(cpu[peer.Key]):F1} |"
                )
            );
        }
    }

    private static async Task<double> JoinOnceAsync(IBenchPeer peer, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inKeyFrame = false;
        await using var viewer = new LightWebRtcClient(peer.Viewer(decrypt: true));
        viewer.OnPacket = (in LightPacket packet) =>
        {
            inKeyFrame |= StartsKeyFrame(packet.Payload);
            if (inKeyFrame && packet.Marker)
            {
                whole.TrySetResult();
            }
        };
        var clock = Stopwatch.StartNew();
        await peer.JoinAsync(viewer, deadline.Token);
        await whole.Task.WaitAsync(deadline.Token);
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>An IDR slice alone or the first fragment of one (RFC 6184 §5.6, §5.8).</summary>
    private static bool StartsKeyFrame(ReadOnlySpan<byte> payload) =>
        payload.Length > 1 && ((payload[0] & 0x1F) == 5 || ((payload[0] & 0x1F) == 28 && (payload[1] & 0x9F) == 0x85));

    /// <summary>Joins one after the other without a pause, on a server that is warm: milliseconds of its CPU for one.</summary>
    private static async Task<double> CpuPerJoinAsync(IBenchPeer peer, int joins, CancellationToken cancellationToken)
    {
        var idle = await CpuAsync(peer, () => Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken));
        var busy = await CpuAsync(
            peer,
            async () =>
            {
                for (var i = 0; i < joins; i++)
                {
                    await using var viewer = new LightWebRtcClient(peer.Viewer(decrypt: false));
                    await peer.JoinAsync(viewer, cancellationToken);
                }
            }
        );
        return (busy.Cpu - (idle.Cpu / idle.Seconds * busy.Seconds)) * 1000 / joins;
    }

    /// <summary>Seconds of the server's CPU and of time that some work takes.</summary>
    private static async Task<(double Cpu, double Seconds)> CpuAsync(IBenchPeer peer, Func<Task> work)
    {
        var before = ProcessSample.Read(peer.ProcessId).CpuMicroseconds;
        var clock = Stopwatch.StartNew();
        await work();
        return ((ProcessSample.Read(peer.ProcessId).CpuMicroseconds - before) / 1e6, clock.Elapsed.TotalSeconds);
    }
}
