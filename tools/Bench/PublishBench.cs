using System.Diagnostics;
using System.Globalization;
using System.Net;
using Command.TestKit.Peers;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>
/// One publisher behind a bad network and one viewer behind a good one. The loss is the kernel's (nftables), in both directions of the publisher's
/// leg; the delay is a relay's. Beside it the same without RTX, so without repair: what the loss itself does.
/// </summary>
internal static class PublishBench
{
    private const int FramesPerSecond = 15;
    private const int SecondsOfClip = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(BenchPlace place, BenchOptions options, CancellationToken cancellationToken)
    {
        var video = await ClipAsync(cancellationToken);
        await using var server = new CommandServer(place, "--Mqtt:Enabled=false");
        await server.StartAsync(cancellationToken);
        var recorder = (await BenchRecorder.MakeAsync(server, 1, cancellationToken))[0];
        var rows = new List<Row>();
        foreach (var loss in options.Losses.Prepend(0))
        {
            foreach (var rtx in new[] { true, false })
            {
                rows.Add(await MeasureAsync(place, server, recorder, video, loss, rtx, options, cancellationToken));
            }
        }
        Print(rows, options);
    }

    private static async Task<Row> MeasureAsync(
        BenchPlace place,
        CommandServer server,
        BenchRecorder recorder,
        LightVideo video,
        int loss,
        bool rtx,
        BenchOptions options,
        CancellationToken cancellationToken
    )
    {
        var target = new IPEndPoint(IPAddress.Parse(NetworkLab.ServerAddress), CommandServer.MediaPort);
        await using var relay = UdpRelay.Start(target, IPAddress.Parse(NetworkLab.LossyAddress));
        relay.Delay = TimeSpan.FromMilliseconds(options.Delay);
        relay.Jitter = relay.Delay / 4;
        await using var publisher = new LightPublisher(
            new LightPublisherOptions
            {
                Video = video,
                Rtx = rtx,
                Transport = new LightClientOptions { Remote = relay.EndPoint },
            }
        );
        var watch = new PictureWatch();
        await using var viewer = new LightWebRtcClient(new LightClientOptions { Audio = false });
        viewer.OnPacket = watch.OnPacket;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var stream = $"recorder/{recorder.Id}/live";
        await publisher.ConnectAsync(
            await server.OfferAsync($"/whip/{stream}", publisher.Offer, recorder.Bearer, patience.Token),
            patience.Token
        );
        await WaitForLiveAsync(server, recorder, patience.Token);
        await server.JoinAsync(viewer, stream, patience.Token);
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        NetworkLab.Lose(place.ServerNamespace, loss);
        var start = Stopwatch.GetTimestamp();
        var before = Counts.Of(publisher);
        var cpu = ProcessSample.Read(server.ProcessId).CpuMicroseconds;
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var counts = Counts.Of(publisher) - before;
        var row = new Row(
            loss,
            rtx,
            watch.See(start),
            counts,
            (ProcessSample.Read(server.ProcessId).CpuMicroseconds - cpu) / seconds / 10_000,
            publisher.RoundTrip.TotalMilliseconds,
            seconds
        );
        NetworkLab.Lose(place.ServerNamespace, 0);
        Console.WriteLine(row.ToString());
        return row;
    }

    /// <summary>The stream opens with its first packets, a little after the publisher is connected.</summary>
    private static async Task WaitForLiveAsync(CommandServer server, BenchRecorder recorder, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await server.GetAsync($"/api/v1/recorders/{recorder.Id}", cancellationToken);
            if ((string?)status["session"]?["state"] == "live" && (string?)status["stream"]?["state"] == "online")
            {
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>640 × 360, 15 pictures a second, a key frame each second, 500 kbit/s: what a recorder sends over a weak network.</summary>
    private static async Task<LightVideo> ClipAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(BenchPlace.Clips);
        var path = Path.Combine(BenchPlace.Clips, "publish-v1.h264");
        if (!File.Exists(path))
        {
            string source = $"testsrc2=s=640x360:r={FramesPerSecond},noise=alls=6:allf=t";
            string[] encoder =
            [
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-profile:v",
                "baseline",
                "-b:v",
                "500k",
                "-maxrate",
                "500k",
                "-bufsize",
                "500k",
            ];
            var group = FramesPerSecond.ToString(CultureInfo.InvariantCulture);
            string[] all =
            [
                "-v",
                "error",
                "-nostdin",
                "-y",
                "-f",
                "lavfi",
                "-i",
                source,
                "-t",
                SecondsOfClip.ToString(CultureInfo.InvariantCulture),
                .. encoder,
                "-g",
                group,
                "-keyint_min",
                group,
                "-sc_threshold",
                "0",
                "-f",
                "h264",
                path,
            ];
            using var ffmpeg = Process.Start("ffmpeg", all);
            await ffmpeg.WaitForExitAsync(cancellationToken);
        }
        return LightVideo.TryRead(await File.ReadAllBytesAsync(path, cancellationToken), FramesPerSecond)
            ?? throw new BenchException($"{path} is not the clip: ffmpeg is needed once to make it.");
    }

    private static void Print(IReadOnlyList<Row> rows, BenchOptions options)
    {
        Console.WriteLine(
            $"\n640×360, 15 pictures/s, key frame each second, 500 kbit/s; {options.Delay} to {options.Delay * 5 / 4} ms each way; loss both ways; {options.Seconds} s each\n\n"
                + "| loss % | repair | freezes/min | frozen % | one freeze, median ms | longest ms | shown % | NACKed | RTX | PLI | key frames/min | round trip ms |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
        );
        foreach (var row in rows)
        {
            Console.WriteLine(row.Line());
        }
    }

    private readonly record struct Counts(long Pictures, long KeyFrames, long Nacked, long Retransmitted, long Requests)
    {
        public static Counts Of(LightPublisher publisher) =>
            new(publisher.Pictures, publisher.KeyFrames, publisher.Nacked, publisher.Retransmitted, publisher.KeyFrameRequests);

        public static Counts operator -(Counts a, Counts b) =>
            new(
                a.Pictures - b.Pictures,
                a.KeyFrames - b.KeyFrames,
                a.Nacked - b.Nacked,
                a.Retransmitted - b.Retransmitted,
                a.Requests - b.Requests
            );
    }

    private sealed record Row(
        int Loss,
        bool Rtx,
        PictureWatch.Sight Sight,
        Counts Counts,
        double CpuPercent,
        double RoundTrip,
        double Seconds
    )
    {
        private double PerMinute(double count) => count * 60 / Seconds;

        private double ShownPercent => 100.0 * Sight.Shown / Math.Max(1, Counts.Pictures);

        public string Line() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {Loss} | {(Rtx ? "NACK, RTX" : "none")} | {PerMinute(Sight.Freezes):F1} | {Sight.FrozenMilliseconds / Seconds / 10:F1} | {Sight.MedianMilliseconds:F0} | {Sight.LongestMilliseconds:F0} | {ShownPercent:F1} | {Counts.Nacked} | {Counts.Retransmitted} | {Counts.Requests} | {PerMinute(Counts.KeyFrames):F0} | {RoundTrip:F0} |"
            );

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"loss {Loss, 2} %  {(Rtx ? "RTX " : "none")}  freezes {Sight.Freezes, 3}  frozen {Sight.FrozenMilliseconds, 6:F0} ms  longest {Sight.LongestMilliseconds, 5:F0} ms  shown {ShownPercent, 5:F1} %  nacked {Counts.Nacked, 4}  rtx {Counts.Retransmitted, 4}  pli {Counts.Requests, 3}  rtt {RoundTrip, 4:F0} ms  {CpuPercent:F1} % CPU  load {MachineFacts.LoadAverage()}"
            );
    }
}
