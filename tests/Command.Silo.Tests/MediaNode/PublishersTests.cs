using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Codecs;
using Command.Media.WebRtc;
using Command.Silo.MediaNode;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Heard = Command.Media.WebRtc.PublisherState;
using PublisherState = Command.Silo.MediaNode.PublisherState;

namespace Command.Silo.Tests.MediaNode;

public sealed class PublishersTests : IAsyncDisposable
{
    private const string Id = "01arz3ndektsv4rrffq69g5fav";
    private static readonly StreamPath Live = StreamPath.OfRecorder(Id);
    private static readonly TrackFormat Video = new(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264") { Width = 1280, Height = 720 };
    private static readonly CommandContext Device = CommandContext.Device("recorder", Id, "corr-1", "127.0.0.1");
    private static readonly CommandContext Person = Device with { ActorId = "01jdactor00000000000000000", ActorName = "李警官" };

    private readonly CountingTime _time = new();
    private readonly ReportLog _grain = new();
    private readonly Publishers _publishers;

    public PublishersTests() => _publishers = new Publishers(_grain, _time, NullLogger<Publishers>.Instance);

    private string Told => string.Join(' ', _grain.Publishing.Select(report => report.State));

    public ValueTask DisposeAsync() => _publishers.DisposeAsync();

    [Fact]
    public void TryClaim_SomebodyElse_IsRefusedAndToldSinceWhen()
    {
        var since = _time.GetUtcNow();
        var first = Claim("p1", Device);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.False(_publishers.TryClaim(Session("p2"), Person, out var none, out var other));

        Assert.Null(none);
        Assert.Equal((first, since), (other, other!.Since));
        first.Dispose();
        Assert.True(_publishers.TryClaim(Session("p2"), Person, out _, out other));
        Assert.Null(other);
    }

    [Fact]
    public void TryClaim_SameActor_TakesOverAndTheOldClaimFreesNothing()
    {
        var first = Claim("p1", Device);

        Assert.True(_publishers.TryClaim(Session("p2"), Device, out var second, out var other));

        Assert.Equal(first, other);
        first.Dispose();
        Assert.Equal(second, _publishers.Of(Live));
        second.Dispose();
        Assert.Null(_publishers.Of(Live));
    }

    [Fact]
    public async Task Reports_EveryStateInOrder_NumbersAtMostOnceIn2Seconds()
    {
        var claim = Claim("p1", Device);
        _publishers.Begin(claim, [Video]);
        Tell("p1", Heard.Connecting);
        Tell("p1", Heard.Live, 500_000);
        await ToldAsync("Connecting Live");
        for (var second = 1; second <= 5; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Tell("p1", Heard.Live, 1_000_000 + second);
            var expected = 2 + (second / 2);
            await Until.TrueAsync(() => _grain.Publishing.Count == expected, "the numbers of every second second are taken");
        }
        Tell("p1", Heard.Weak, 90_000);
        _publishers.OnEnded(Session("p1").PublicId, "no-media");

        await ToldAsync("Connecting Live Live Live Weak Ended");
        var reports = _grain.Publishing.ToArray();
        Assert.Equal([0, 500_000, 1_000_002, 1_000_004, 90_000, 0], reports.Select(report => report.BitsPerSecond));
        Assert.Equal("no-media", reports[^1].Reason);
        Assert.Equal(("live", Device.ActorId), (reports[0].Part, reports[0].ActorId));
        Assert.Equal(("h264", 1280), (reports[1].Tracks[0].Codec, reports[1].Tracks[0].Width));
    }

    [Fact]
    public async Task Reports_GrainDoesNotAnswer_NothingIsLost()
    {
        _grain.RefuseNext(4);
        var claim = Claim("p1", Device);
        _publishers.Begin(claim, [Video]);
        Tell("p1", Heard.Live);
        Tell("p1", Heard.Silent);
        Tell("p1", Heard.Live);
        _publishers.OnEnded(Session("p1").PublicId, "Connection reset by peer.");

        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return Told == "Connecting Live Silent Live Ended";
            },
            "everything is told"
        );
        Assert.Equal(SessionReasons.SourceClosed, _grain.Publishing.Last().Reason);
    }

    [Fact]
    public async Task Reports_GrainHangsForMinutes_TheEndIsAmongWhatIsKept()
    {
        _grain.RefuseNext(1);
        var claim = Claim("p1", Device);
        _publishers.Begin(claim, [Video]);
        await Until.TrueAsync(() => _time.Timers > 0, "the lane waits to try again");
        for (var i = 0; i < 200; i++)
        {
            Tell("p1", i % 2 == 0 ? Heard.Live : Heard.Weak);
        }
        _publishers.OnEnded(Session("p1").PublicId, "no-media");

        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return _grain.Publishing.LastOrDefault()?.State == PublisherState.Ended;
            },
            "the end is told"
        );
        Assert.InRange(_grain.Publishing.Count, 2, 66);
    }

    [Fact]
    public async Task Rates_AreThoseOfWhoeverSendsNow()
    {
        var claim = Claim("p1", Device);
        _publishers.Begin(claim, [Video]);
        Tell("p1", Heard.Live, 800_000);
        Assert.Equal((800_000, 25), _publishers.RatesOf(Live));

        claim.Dispose();
        Assert.Equal((0, 0), _publishers.RatesOf(Live));
        await ToldAsync("Connecting Live");
    }

    [Fact]
    public async Task OnChangedAndOnEnded_SessionsThatWereNeverAnsweredOrAreViewers_TellNothing()
    {
        var refused = Claim("p1", Device);
        refused.Dispose();
        Tell("p1", Heard.Connecting);
        _publishers.OnEnded(Session("p1").PublicId, "no-media");
        _publishers.OnEnded("viewer", "no-media");
        var claim = Claim("p2", Device);
        _publishers.Begin(claim, [Video]);

        await ToldAsync("Connecting");
        Assert.Equal(Session("p2").PublicId, _grain.Publishing.Single().SessionId);
    }

    private static SessionKey Session(string session) => new(Live, session);

    private PublisherClaim Claim(string session, CommandContext actor)
    {
        Assert.True(_publishers.TryClaim(Session(session), actor, out var claim, out _));
        return claim;
    }

    private void Tell(string session, Heard state, long bitsPerSecond = 0) =>
        _publishers.OnChanged(
            new PublisherFacts(
                Session(session).PublicId,
                Live.Value,
                state,
                bitsPerSecond,
                0.01,
                TimeSpan.FromMilliseconds(40),
                25,
                _time.GetUtcNow(),
                [Video]
            )
        );

    private Task ToldAsync(string told) => Until.TrueAsync(() => Told == told, $"the grain is told {told}, not {Told}");
}
