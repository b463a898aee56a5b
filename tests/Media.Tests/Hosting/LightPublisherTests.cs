using System.Collections.Concurrent;
using Command.Media.Codecs;
using Command.Media.Hosting;
using Command.Media.Telemetry;
using Command.Media.Tests.Codecs;
using Command.Media.Tests.WebRtc;
using Command.Media.WebRtc;
using Command.Tools.LightClient;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Hosting;

/// <summary>A clip from a real publisher over real sockets through the server to a real viewer.</summary>
public sealed class LightPublisherTests : IAsyncLifetime
{
    private const string Stream = "recorder/a/live";
    private const int GroupLength = 25;
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly MediaMetrics _metrics = new();
    private readonly MediaServer _server;
    private readonly ConcurrentQueue<PublisherFacts> _facts = [];
    private readonly ConcurrentQueue<MediaSessionEnded> _ends = [];
    private LightVideo _video = null!; // InitializeAsync makes it

    public LightPublisherTests()
    {
        _server = new MediaServer(new WebRtcOptions { Port = 0 }, _metrics, TimeProvider.System, NullLoggerFactory.Instance);
        _server.PublisherChanged += _facts.Enqueue;
        _server.SessionEnded += _ends.Enqueue;
    }

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(Cancellation);
        var bytes = await H264Clip.EncodeAsync("320x180", 50, $"-profile:v baseline -g {GroupLength} -sc_threshold 0", Cancellation);
        _video = Assert.IsType<LightVideo>(LightVideo.TryRead(bytes, 25));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public void Video_FromAnnexB_KnowsItsGroups()
    {
        Assert.Equal(50, _video.Frames);
        Assert.Equal([0, 25], Enumerable.Range(0, 50).Where(_video.IsKeyFrame));
        Assert.Equal((0, -3, -12, 12, 1, 1), (Steps(25), Steps(3), Steps(12), Steps(13), Steps(24), Steps(49)));
        Assert.Equal(0x78, _video.ParameterSets.Span[0]); // STAP-A

        int Steps(int frame) => _video.StepsToKeyFrame(frame);
    }

    [Fact]
    public async Task Clip_Published_ReachesAViewerWhole()
    {
        await using var publisher = await PublishAsync();
        await using var viewer = new LightWebRtcClient();
        var payloads = new ConcurrentQueue<byte[]>();
        viewer.OnPacket = (in packet) => payloads.Enqueue(packet.Payload.ToArray());
        await ViewAsync(viewer);

        var sent = Enumerable
            .Range(0, _video.Frames)
            .SelectMany(frame => Enumerable.Range(0, _video.PacketCount(frame)).Select(i => _video.Payload(frame, i).ToArray()));
        var known = sent.Append(_video.ParameterSets.ToArray()).Select(Convert.ToHexString).ToHashSet();
        await Until(() => payloads.Select(Convert.ToHexString).Where(known.Contains).Distinct().Count() == known.Count);

        Assert.Equal((0L, 0L), (viewer.Gaps, viewer.BadPackets));
        Assert.True(publisher.SendsVideo && publisher.SendsAudio);
        Assert.Equal(0, publisher.BadPackets);
        await Until(() => publisher.FeedbackReceived > 0 && _facts.Any(facts => facts.State == PublisherState.Live));
        Assert.Contains(_facts, facts => facts.Formats.Any(format => format.Codec == CodecKind.H264));
    }

    [Fact]
    public async Task Publisher_ThatLosesPackets_SendsThemAgainUntilTheViewerHasAll()
    {
        var lost = 0;
        var media = new ConcurrentDictionary<uint, bool>();
        await using var publisher = await PublishAsync(
            (ssrc, sequence) => sequence % 20 == 7 && media.ContainsKey(ssrc) && Interlocked.Increment(ref lost) > 0
        );
        await using var viewer = new LightWebRtcClient(new LightClientOptions { Audio = false });
        await ViewAsync(viewer);
        var offer = Offers.Read(publisher.Offer).Media[0];
        media[offer.SsrcGroups[0].Ssrcs[0]] = true; // from now on, and never a retransmission

        await Until(() => publisher.Retransmitted >= 20);
        var before = viewer.RtpPackets;
        await Until(() => viewer.RtpPackets > before + 50);

        // A machine that stalls for longer than a repair may take gives a packet up: rarely, and never most of them.
        Assert.InRange(viewer.Gaps, 0, Volatile.Read(ref lost) / 4);
        Assert.True(publisher.Nacked >= publisher.Retransmitted);
        Assert.True(publisher.FeedbackMissing > 0);
        Assert.True(lost >= 20);
    }

    [Fact]
    public async Task Publisher_AskedForAKeyFrame_StartsAGroupAtOnce()
    {
        await using var publisher = await PublishAsync();
        await using var first = new LightWebRtcClient(new LightClientOptions { Audio = false });
        var ssrc = 0u;
        first.OnPacket = (in packet) => Volatile.Write(ref ssrc, packet.Ssrc);
        await ViewAsync(first);
        await Until(() => Volatile.Read(ref ssrc) != 0);

        var (asked, keyFrames) = (publisher.KeyFrameRequests, publisher.KeyFrames);

        // Asked again and again: a request that waits its turn is answered by a key frame that comes by itself meanwhile.
        await Until(() =>
        {
            first.SendPictureLoss(ssrc);
            return publisher.KeyFrameRequests > asked && publisher.KeyFrames > keyFrames;
        });
    }

    [Fact]
    public async Task Publisher_ThatSaysGoodbye_EndsItsSession()
    {
        var publisher = await PublishAsync();
        await Until(() => _facts.Any(facts => facts.State == PublisherState.Live));
        await publisher.DisposeAsync();

        await Until(() => !_ends.IsEmpty);
        Assert.Empty(_server.Sessions);
    }

    [Fact]
    public async Task Publisher_WhoseSessionTheServerEnds_IsTold()
    {
        await using var publisher = await PublishAsync();
        await Until(() => _facts.Any(facts => facts.State == PublisherState.Live));
        Assert.True(_server.End("p", "taken-over"));

        Assert.NotEmpty(await publisher.Ended.WaitAsync(Deadline, Cancellation));
    }

    private async Task<LightPublisher> PublishAsync(Func<uint, ushort, bool>? lose = null)
    {
        var publisher = new LightPublisher(new LightPublisherOptions { Video = _video, Lose = lose });
        var opened = _server.OpenPublisher(new PublishRequest("p", Stream, publisher.Offer));
        Assert.True(opened.IsAccepted, opened.Detail);
        await publisher.ConnectAsync(opened.Answer, Cancellation).WaitAsync(Deadline, Cancellation);
        return publisher;
    }

    /// <summary>The stream opens with its first packets: until then viewers are turned away.</summary>
    private async Task ViewAsync(LightWebRtcClient viewer)
    {
        var number = 0;
        WhepOpenResult result = _server.OpenViewer(new WhepRequest("v0", Stream, viewer.Offer));
        await Until(() =>
        {
            if (result.Refusal == WhepRefusal.None)
            {
                return true;
            }
            result = _server.OpenViewer(new WhepRequest($"v{++number}", Stream, viewer.Offer));
            return false;
        });
        await viewer.ConnectAsync(result.Answer, Cancellation).WaitAsync(Deadline, Cancellation);
    }

    private static async Task Until(Func<bool> isReached)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(Deadline);
        while (!isReached())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }
}
