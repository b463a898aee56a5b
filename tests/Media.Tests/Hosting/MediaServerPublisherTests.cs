using System.Collections.Concurrent;
using Command.Media.Codecs;
using Command.Media.Hosting;
using Command.Media.Telemetry;
using Command.Media.Tests.WebRtc;
using Command.Media.WebRtc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.Hosting;

/// <summary>Who may publish what, before any packet flows; what follows is in <see cref="LightPublisherTests"/>.</summary>
public sealed class MediaServerPublisherTests : IAsyncLifetime
{
    private const string Name = "recorder/a/live";
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly MediaMetrics _metrics = new();
    private readonly MediaServer _server;
    private readonly ConcurrentQueue<MediaSessionEnded> _ends = [];

    public MediaServerPublisherTests()
    {
        _server = new MediaServer(
            new WebRtcOptions { Port = 0, MaxSessions = 2 },
            _metrics,
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
        _server.SessionEnded += _ends.Enqueue;
    }

    public async ValueTask InitializeAsync() => await _server.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public void OpenPublisher_ChromiumsOffer_IsAnsweredAndListed()
    {
        var result = Open("p1");
        Assert.Equal((PublishRefusal.None, string.Empty), (result.Refusal, result.Detail));
        Assert.Equal([CodecKind.Opus, CodecKind.H264], result.Formats.Select(format => format.Codec));
        Assert.Contains("x-google-start-bitrate=800", result.Answer, StringComparison.Ordinal);
        Assert.NotEmpty(result.ETag);
        var info = Assert.Single(_server.Sessions);
        Assert.Equal(("p1", Name, true, false), (info.SessionId, info.StreamName, info.IsPublisher, info.IsConnected));
        Assert.False(_server.Hub.TryFind(Name, out _));
        Assert.True(_server.TryTrickle("p1", "a=ice-ufrag:8hhY\r\na=ice-pwd:asd88fgpdd777uzjYhagZgzz\r\n", result.ETag, out _));
    }

    [Fact]
    public void OpenPublisher_BadOffers_AreRefusedWithTheirReason()
    {
        Assert.Equal(PublishRefusal.BadOffer, Open("p1", offer: "hello").Refusal);
        Assert.Equal(PublishRefusal.BadOffer, Open("p1", offer: "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96\n").Refusal);
        var refused = Open("p1", offer: PublishOffers.WithoutVideoCodec);
        Assert.Equal((PublishRefusal.NoCommonCodec, string.Empty), (refused.Refusal, refused.Answer));
        Assert.Contains("AV1, H265", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(refused.Formats);
        Assert.Empty(_server.Sessions);

        // Nothing of the refused is left: neither the name nor a place.
        Assert.True(Open("p1").IsAccepted);
        Assert.True(Open("p2", "recorder/b/live").IsAccepted);
    }

    [Fact]
    public void OpenPublisher_LiveOrHeldName_IsTaken()
    {
        using var camera = new TestCamera(_server, "camera/a/main");
        Assert.Equal(PublishRefusal.StreamTaken, Open("p1", "camera/a/main").Refusal);
        Assert.True(Open("p1").IsAccepted);
        Assert.Equal(PublishRefusal.StreamTaken, Open("p2").Refusal);
        Assert.Equal(PublishRefusal.Busy, Open("p1", "recorder/b/live").Refusal);
        Assert.True(Open("p2", "recorder/b/live").IsAccepted);
    }

    [Fact]
    public async Task End_OfAPublisher_FreesItsNameBeforeItReturns()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.True(Open($"p{i}").IsAccepted);
            Assert.True(_server.End($"p{i}", "taken-over"));
            Assert.NotEqual(PublishRefusal.StreamTaken, Open($"q{i}").Refusal);
            _server.End($"q{i}", "test");
            await PeerTransportHarness.Until(() => _server.Sessions.Count == 0);
        }
        Assert.Equal(20, _ends.Count(end => end.Reason == "taken-over" && end.StreamName == Name));
    }

    [Fact]
    public async Task OpenPublisher_NoPlaceOrNoServer_IsBusy()
    {
        Assert.True(Open("p1").IsAccepted);
        Assert.True(Open("p2", "recorder/b/live").IsAccepted);
        Assert.Equal(PublishRefusal.Busy, Open("p3", "recorder/c/live").Refusal);
        await _server.StopAsync(Cancellation);
        Assert.Equal(PublishRefusal.Busy, Open("p4", "recorder/d/live").Refusal);
        Assert.Equal([PeerCloseReason.ServerStopping, PeerCloseReason.ServerStopping], _ends.Select(end => end.Reason));
    }

    [Fact]
    public void Validate_StartBitRateOutOfRange_IsNamed()
    {
        var fault = Assert.Single(new WebRtcOptionsValidator().Validate(null, new WebRtcOptions { PublishStartKbps = 50 }).Failures!);
        Assert.Contains("Media:PublishStartKbps is 50", fault, StringComparison.Ordinal);
    }

    private PublishOpenResult Open(string session, string name = Name, string offer = PublishOffers.Chromium) =>
        _server.OpenPublisher(new PublishRequest(session, name, offer));
}
