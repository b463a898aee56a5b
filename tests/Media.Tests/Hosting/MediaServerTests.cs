using System.Collections.Concurrent;
using Command.Media.Codecs;
using Command.Media.Hosting;
using Command.Media.Telemetry;
using Command.Media.Tests.WebRtc;
using Command.Media.WebRtc;
using Command.Tools.LightClient;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Hosting;

public sealed class MediaServerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Viewer_OfALiveStream_GetsCachedAndLivePicturesUnchanged()
    {
        await using var rig = await Rig.StartAsync();
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        camera.Publish(3, keyFirst: true);
        await using var client = new LightWebRtcClient();
        var received = Collect(client);
        await rig.ConnectAsync(client, "camera/a/main", "s1");
        await PeerTransportHarness.Until(() => received.Count == camera.Payloads.Count);
        for (var i = 0; i < 20; i++)
        {
            camera.Publish(1, keyFirst: i == 10);
            await PeerTransportHarness.Until(() => received.Count == camera.Payloads.Count);
        }

        Assert.Equal(camera.Payloads, received.Select(packet => packet.Payload));
        Assert.All(received.Zip(received.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Sequence + 1), pair.Second.Sequence));
        Assert.Equal((0L, 0L), (client.Gaps, client.BadPackets));
        await PeerTransportHarness.Until(() => client.RtcpPackets > 0 && rig.Steps.Count == 4);
        Assert.Equal(Enum.GetValues<MediaSessionStepKind>(), rig.Steps.Select(step => step.Step));
        var info = Assert.Single(rig.Server.Sessions);
        Assert.Equal(("s1", "camera/a/main", true), (info.SessionId, info.StreamName, info.IsConnected));
        Assert.Equal($"127.0.0.1:{client.LocalPort}", info.RemoteAddress);
    }

    [Fact]
    public async Task Viewer_ThatLosesPackets_GetsThemBackByRtx()
    {
        await using var rig = await Rig.StartAsync();
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        camera.Publish(1, keyFirst: true);
        var lost = 0;
        var received = new ConcurrentQueue<(ushort Sequence, byte[] Payload)>();

        // The key picture passes, since nobody can miss what comes before the first packet; then every seventh is lost, but no retransmission.
        await using var client = new LightWebRtcClient(
            new LightClientOptions
            {
                Lose = (ssrc, sequence) => received.Count >= 6 && rig.IsMedia(ssrc) && sequence % 7 == 3 && ++lost > 0,
            }
        );
        Collect(client, received);
        await rig.ConnectAsync(client, "camera/a/main", "s1");
        for (var i = 0; i < 30; i++)
        {
            camera.Publish(1, keyFirst: false);
            await Task.Delay(10, Cancellation); // the pace of a live source: a NACK and its answer pass between pictures
        }

        // The newest packets show no gap behind them, so one more picture tells of the last loss.
        await PeerTransportHarness.Until(() =>
        {
            var wanted = camera.Payloads.Take(camera.Payloads.Count - 6).ToHashSet(ByContent.Instance);
            wanted.ExceptWith(received.Select(packet => packet.Payload));
            return wanted.Count == 0;
        });
        Assert.True(lost > 10, $"only {lost} were lost");
        Assert.True(client.Recovered >= lost - 2, $"{client.Recovered} of {lost} came back");
        Assert.Equal(0, client.BadPackets);
    }

    [Fact]
    public async Task Stream_ThatEnds_EndsItsSessionsWithTheReason()
    {
        await using var rig = await Rig.StartAsync();
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        camera.Publish(1, keyFirst: true);
        await using var client = new LightWebRtcClient();
        await rig.ConnectAsync(client, "camera/a/main", "s1");
        camera.Close("connection-refused");
        Assert.Equal("close_notify", await client.Ended.WaitAsync(Deadline, Cancellation));
        await PeerTransportHarness.Until(() => rig.Ends.Count == 1);
        Assert.Equal(("s1", "connection-refused"), (rig.Ends.Single().SessionId, rig.Ends.Single().Reason));
        Assert.Empty(rig.Server.Sessions);
    }

    [Fact]
    public async Task End_AndClientGoodbye_EndTheSession()
    {
        await using var rig = await Rig.StartAsync();
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        await using var first = new LightWebRtcClient();
        var second = new LightWebRtcClient();
        await rig.ConnectAsync(first, "camera/a/main", "s1");
        await rig.ConnectAsync(second, "camera/a/main", "s2");
        Assert.True(rig.Server.End("s1", "right-ended"));
        Assert.False(rig.Server.End("nobody", "right-ended"));
        await second.DisposeAsync();
        await PeerTransportHarness.Until(() => rig.Ends.Count == 2);
        Assert.Equal(
            [("s1", "right-ended"), ("s2", PeerCloseReason.PeerClosed)],
            rig.Ends.OrderBy(end => end.SessionId).Select(end => (end.SessionId, end.Reason))
        );
    }

    [Fact]
    public async Task OpenViewer_WhatCannotBe_IsRefusedWithItsReason()
    {
        await using var rig = await Rig.StartAsync(new WebRtcOptions { Port = 0, MaxSessions = 1 });
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        using var h265 = new TestCamera(
            rig.Server,
            "camera/b/main",
            new TrackFormat(MediaKind.Video, CodecKind.H265, 90_000, 0, 96, "H265")
        );
        var withoutH264 = Offers.Chromium.Replace("H264/90000", "AV1/90000", StringComparison.Ordinal);
        Assert.Equal(WhepRefusal.UnknownStream, rig.Open("s1", "camera/x/main", Offers.Chromium).Refusal);
        Assert.Equal(WhepRefusal.BadOffer, rig.Open("s1", "camera/a/main", "hello").Refusal);
        Assert.Equal(WhepRefusal.BadOffer, rig.Open("s1", "camera/a/main", "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96\n").Refusal);
        Assert.Equal(WhepRefusal.NoCommonCodec, rig.Open("s1", "camera/a/main", withoutH264).Refusal);
        Assert.Equal((WhepRefusal.NotPlayable, "H265"), Facts(rig.Open("s1", "camera/b/main", Offers.Chromium)));
        Assert.Equal(WhepRefusal.None, rig.Open("s1", "camera/a/main", Offers.Chromium).Refusal);
        Assert.Equal(WhepRefusal.Busy, rig.Open("s2", "camera/a/main", Offers.Chromium).Refusal);
        Assert.True(rig.Server.End("s1", "test"));
        await PeerTransportHarness.Until(() => rig.Ends.Count == 1);
        Assert.Equal(WhepRefusal.None, rig.Open("s2", "camera/a/main", Offers.Chromium).Refusal);
        await rig.Server.StopAsync(Cancellation);
        Assert.Equal(WhepRefusal.Busy, rig.Open("s3", "camera/a/main", Offers.Chromium).Refusal);
        Assert.Equal(PeerCloseReason.ServerStopping, rig.Ends.Last().Reason);
    }

    [Fact]
    public async Task OpenViewer_TakenSessionId_LeavesTheFirstAlone()
    {
        await using var rig = await Rig.StartAsync();
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        Assert.True(rig.Open("s1", "camera/a/main", Offers.Chromium).IsAccepted);
        Assert.Equal(WhepRefusal.Busy, rig.Open("s1", "camera/a/main", Offers.Chromium).Refusal);
        Assert.Single(rig.Server.Sessions);
        Assert.Empty(rig.Ends);
    }

    [Fact]
    public async Task TryTrickle_KnowsSessionGenerationAndRestart()
    {
        await using var rig = await Rig.StartAsync();
        using var camera = new TestCamera(rig.Server, "camera/a/main");
        var result = rig.Open("s1", "camera/a/main", Offers.Chromium);
        const string Fragment = "a=ice-ufrag:8hhY\r\na=ice-pwd:asd88fgpdd777uzjYhagZgzz\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n";
        Assert.True(rig.Server.TryTrickle("s1", Fragment, result.ETag, out var answer));
        Assert.Empty(answer);
        Assert.True(rig.Server.TryTrickle("s1", Fragment, "*", out _));
        Assert.False(rig.Server.TryTrickle("s1", Fragment, "another", out _));
        Assert.False(rig.Server.TryTrickle("s2", Fragment, result.ETag, out _));
        Assert.False(rig.Server.TryTrickle("s1", "nonsense", result.ETag, out _));
        Assert.False(rig.Server.TryTrickle("s1", Fragment.Replace("8hhY", "new1", StringComparison.Ordinal), result.ETag, out _));
    }

    [Fact]
    public void Validate_ValuesOutOfRange_NamesEach()
    {
        var options = new WebRtcOptions
        {
            Port = 70_000,
            PublicAddresses = ["not an address"],
            ConsentTimeout = TimeSpan.Zero,
        };
        var result = new WebRtcOptionsValidator().Validate(null, options);
        Assert.Equal(3, result.Failures!.Count());
        Assert.True(new WebRtcOptionsValidator().Validate(null, new WebRtcOptions()).Succeeded);
    }

    [Theory]
    [InlineData("10.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.0.0.1:8189")]
    [InlineData("video.example")]
    public void Validate_AddressNobodyCanReach_IsNamed(string address)
    {
        var options = new WebRtcOptions { PublicAddresses = ["2001:db8::5", "10.0.0.1", address] };
        var fault = Assert.Single(new WebRtcOptionsValidator().Validate(null, options).Failures!); // refused, so there are some
        Assert.Contains($"'{address}'", fault, StringComparison.Ordinal);
    }

    private static (WhepRefusal Refusal, string Detail) Facts(WhepOpenResult result) => (result.Refusal, result.Detail);

    private static ConcurrentQueue<(ushort Sequence, byte[] Payload)> Collect(LightWebRtcClient client)
    {
        var received = new ConcurrentQueue<(ushort Sequence, byte[] Payload)>();
        Collect(client, received);
        return received;
    }

    private static void Collect(LightWebRtcClient client, ConcurrentQueue<(ushort Sequence, byte[] Payload)> received) =>
        client.OnPacket = (in packet) => received.Enqueue((packet.SequenceNumber, packet.Payload.ToArray()));

    private sealed class ByContent : IEqualityComparer<byte[]>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => BitConverter.ToInt32(obj, 8);
    }

    private sealed class Rig : IAsyncDisposable
    {
        private readonly MediaMetrics _metrics = new();
        private readonly HashSet<uint> _mediaSsrcs = [];

        private Rig(WebRtcOptions options)
        {
            Server = new MediaServer(options, _metrics, TimeProvider.System, NullLoggerFactory.Instance);
            Server.SessionStep += Steps.Enqueue;
            Server.SessionEnded += Ends.Enqueue;
        }

        public MediaServer Server { get; }

        public ConcurrentQueue<MediaSessionStep> Steps { get; } = [];

        public ConcurrentQueue<MediaSessionEnded> Ends { get; } = [];

        public static async Task<Rig> StartAsync(WebRtcOptions? options = null)
        {
            var rig = new Rig(options ?? new WebRtcOptions { Port = 0 });
            await rig.Server.StartAsync(Cancellation);
            return rig;
        }

        public bool IsMedia(uint ssrc) => _mediaSsrcs.Contains(ssrc);

        public WhepOpenResult Open(string session, string stream, string offer) =>
            Server.OpenViewer(new WhepRequest(session, stream, offer));

        public async Task ConnectAsync(LightWebRtcClient client, string stream, string session)
        {
            var result = Open(session, stream, client.Offer);
            Assert.Equal(WhepRefusal.None, result.Refusal);
            foreach (var group in Offers.Read(result.Answer).Media.SelectMany(media => media.SsrcGroups))
            {
                _mediaSsrcs.Add(group.Ssrcs[0]);
            }

            await client.ConnectAsync(result.Answer, Cancellation).WaitAsync(Deadline, Cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Assert.Equal(0, Server.Pool.OverReturned);
            _metrics.Dispose();
        }
    }
}
