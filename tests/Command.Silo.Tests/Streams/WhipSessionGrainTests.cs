using Command.Contracts.Accounts;
using Command.Contracts.Audit;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Media.Hosting;
using Command.Silo.MediaNode;
using Command.Silo.Tests.Fixtures;
using Command.Tools.LightClient;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Streams;

public sealed class WhipSessionGrainTests : NounTestsBase
{
    private string Booth { get; } = Ulid.New(TimeProvider.System);

    private FakeBoothGrain.Wishes Wishes => FakeBoothGrain.Make(Booth);

    private StreamPath Stream => FakeBoothGrain.StreamOf(Booth);

    private MediaServer Media => Silo.Services.GetRequiredService<MediaServer>();

    private CommandContext Sender => CommandContext.Device(FakeBoothGrain.Kind, Booth, "corr-1", "127.0.0.1");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        FakeBoothGrain.Make(Booth);
        await HoldAsync(Booth, Person);
    }

    [Fact]
    public async Task OpenAsync_Publisher_IsSeenByAViewerAndReportedUntilItsEnd()
    {
        await using var publisher = Publisher();
        var key = Session();
        var answer = await AcceptedAsync(key, Person, publisher);
        Assert.Equal(key.PublicId, answer.SessionId);
        await StatesAsync(key, "Connecting Live");

        await using var viewer = new LightWebRtcClient();
        var watching = await Viewer().OpenAsync(Person, viewer.Offer, Cancellation);
        await viewer.ConnectAsync(watching.Value!.Sdp, Cancellation);
        await Until.TrueAsync(() => viewer.RtpPackets > 20, "the picture arrives");

        Assert.True((await Grain(key).CloseAsync(Person, "publisher-closed", Cancellation)).Accepted);
        await StatesAsync(key, "Connecting Live Ended");
        var last = Wishes.Reports.Last();
        Assert.Equal(("publisher-closed", Person.ActorId, Person.ActorName), (last.Reason, last.ActorId, last.ActorName));
        Assert.Equal("h264", Wishes.Reports.First().Tracks.First(track => track.Kind == "video").Codec);
        await Until.TrueAsync(() => Media.Sessions.Count == 0, "the viewer's session ends with the stream");
        Assert.Equal(["publish.ended", "publish.started"], (await EventsAsync("publish.")).Select(entry => entry.Type));
        Assert.Equal(RefusalCode.NotFound, (await Grain(key).CloseAsync(Person, "again", Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task OpenAsync_Viewer_MakesTheDeviceHearThatItIsWanted()
    {
        Wishes.Obstacle = new StateCause("connection-lost", null);
        await using var viewer = new LightWebRtcClient();

        var refusal = (await Viewer().OpenAsync(Person, viewer.Offer, Cancellation)).Refusal!;

        Assert.Equal((RefusalCode.Unavailable, "connection-lost"), (refusal.Code, refusal.Reason));
        await Until.TrueAsync(() => Wishes.Wanted.SequenceEqual([true, false]), "the device hears that nobody waits any more");
    }

    [Fact]
    public async Task OpenAsync_SamePublisherAgain_TakesOver()
    {
        await using var first = Publisher();
        await using var second = Publisher();
        var old = Session();
        var young = Session();
        await AcceptedAsync(old, Sender, first);
        await StatesAsync(old, "Connecting Live");

        await AcceptedAsync(young, Sender, second);

        await StatesAsync(old, "Connecting Live Ended");
        await StatesAsync(young, "Connecting Live");
        Assert.Equal("taken-over", Wishes.Reports.First(report => report.State == PublisherState.Ended).Reason);
        Assert.Equal([young.PublicId], Media.Sessions.Select(session => session.SessionId));
        var ended = await Until.ValueAsync(
            async () => (await EventsAsync("publish.ended")).FirstOrDefault(),
            entry => entry.Cause == old.PublicId,
            "the end is on the record"
        );
        Assert.StartsWith("taken-over after", ended.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_SamePublisherAgainWithAnOfferThatIsRefused_TheOldSessionGoesOn()
    {
        await using var publisher = Publisher();
        var running = Session();
        await AcceptedAsync(running, Sender, publisher);
        await StatesAsync(running, "Connecting Live");
        var foreign = publisher.Offer.Replace("H264/90000", "H265/90000", StringComparison.Ordinal);

        await RefusedAsync(Session(), Sender, foreign, RefusalCode.NotAcceptable, "no-codec-to-publish");
        await RefusedAsync(Session(), Sender, "v=0 this is no offer", RefusalCode.Invalid, "bad-offer");

        await using var viewer = new LightWebRtcClient();
        var watching = await Viewer().OpenAsync(Person, viewer.Offer, Cancellation);
        await viewer.ConnectAsync(watching.Value!.Sdp, Cancellation); // opened while the stream runs, so there is a value
        await Until.TrueAsync(() => viewer.RtpPackets > 20, "the picture still arrives");
        Assert.Equal("Connecting Live", Wishes.StatesOf(running.PublicId));
        Assert.Contains(running.PublicId, Media.Sessions.Select(session => session.SessionId));
    }

    [Fact]
    public async Task OpenAsync_SomebodyElsePublishes_IsConflictSinceWhen()
    {
        await using var first = Publisher();
        await using var second = Publisher();
        var running = Session();
        await AcceptedAsync(running, Sender, first);

        var refusal = (await Grain(Session()).OpenAsync(Person, second.Offer, Cancellation)).Refusal!;

        Assert.Equal((RefusalCode.Conflict, "already-published"), (refusal.Code, refusal.Reason));
        Assert.True(DateTimeOffset.TryParse(refusal.Arguments[0], null, out var since));
        Assert.InRange(since, Time.GetUtcNow().AddSeconds(-30), Time.GetUtcNow());
        Assert.DoesNotContain(Sender.ActorName, refusal.Detail, StringComparison.Ordinal);
        await StatesAsync(running, "Connecting Live");
        Assert.Equal([running.PublicId], Media.Sessions.Select(session => session.SessionId));
    }

    [Fact]
    public async Task Open_PublisherSignsOut_EndsWithTheReason()
    {
        var leaving = await SignInAsync();
        await HoldAsync(Booth, leaving);
        await using var publisher = Publisher();
        var key = Session();
        await AcceptedAsync(key, leaving, publisher);

        var account = Silo.Grains.GetGrain<IAccountGrain>(leaving.ActorId);
        await account.EndSessionAsync(leaving, leaving.SessionId!, "signed-out", Cancellation);

        await Until.TrueAsync(() => Media.Sessions.Count == 0, "the session ends");
        await Until.TrueAsync(() => Wishes.Reports.LastOrDefault()?.Reason == "signed-out", "the device hears it");
        var ended = await Until.ValueAsync(
            async () => (await EventsAsync("publish.ended")).FirstOrDefault(),
            _ => true,
            "the end is on the record"
        );
        Assert.Equal(leaving.ActorId, ended.ActorId);
    }

    [Fact]
    public async Task Open_PublisherSaysGoodbye_EndsAndFreesTheName()
    {
        var publisher = Publisher();
        var key = Session();
        await AcceptedAsync(key, Sender, publisher);
        await StatesAsync(key, "Connecting Live");

        await publisher.DisposeAsync();

        await StatesAsync(key, "Connecting Live Ended");
        await using var other = Publisher();
        await Until.TrueAsync(
            async () => (await Grain(Session()).OpenAsync(Person, other.Offer, Cancellation)).Refusal is null,
            "somebody else may publish"
        );
    }

    [Fact]
    public async Task OpenAsync_DeviceOnAnotherDevice_HearsWhatAnUnknownStreamWouldSay()
    {
        var stranger = CommandContext.Device(FakeBoothGrain.Kind, Ulid.New(Time), "corr-1", "127.0.0.1");
        await using var publisher = Publisher();
        var nothing = new SessionKey(FakeBoothGrain.StreamOf(Ulid.New(Time)), Named());

        var foreign = (await Grain(Session()).OpenAsync(stranger, publisher.Offer, Cancellation)).Refusal;
        var unknown = (await Grain(nothing).OpenAsync(stranger, publisher.Offer, Cancellation)).Refusal;
        Wishes.IsDisabled = true;
        var disabled = (await Grain(Session()).OpenAsync(stranger, publisher.Offer, Cancellation)).Refusal;

        Assert.Equal("stream-not-found", unknown!.Reason);
        Assert.Equal((unknown.Code, unknown.Reason, unknown.Detail), (foreign!.Code, foreign.Reason, foreign.Detail));
        Assert.Equal((unknown.Code, unknown.Reason, unknown.Detail), (disabled!.Code, disabled.Reason, disabled.Detail));
        var refused = await EventsAsync("live.publish.refused");
        Assert.Equal(2, refused.Count);
        Assert.All(refused, entry => Assert.Equal((stranger.ActorId, "refused"), (entry.ActorId, entry.Outcome)));
    }

    [Fact]
    public async Task OpenAsync_BadRequests_AreRefusedEachInItsWayAndHoldNothing()
    {
        await using var publisher = Publisher();
        var camera = (await CameraAsync(Draft(await UnitAsync()))).Id;
        Assert.True(StreamPath.TryParse("room/1/seat", out var room));
        Assert.True(StreamPath.TryParse($"{FakeBoothGrain.Kind}/{Booth}/desk", out var desk));

        await RefusedAsync(new SessionKey(room, Named()), Person, publisher.Offer, RefusalCode.NotFound, "stream-not-found");
        await RefusedAsync(new SessionKey(desk, Named()), Person, publisher.Offer, RefusalCode.NotFound, "stream-not-found");
        await RefusedAsync(
            new SessionKey(StreamPath.OfCamera(camera, "main"), Named()),
            Person,
            publisher.Offer,
            RefusalCode.Forbidden,
            "right-missing"
        );
        await RefusedAsync(Session(), Stranger, publisher.Offer, RefusalCode.Forbidden, "not-signed-in");
        await RefusedAsync(Session(), Person, "v=0 this is no offer", RefusalCode.Invalid, "bad-offer");
        var foreign = publisher.Offer.Replace("H264/90000", "H265/90000", StringComparison.Ordinal);
        var codec = await RefusedAsync(Session(), Person, foreign, RefusalCode.NotAcceptable, "no-codec-to-publish");
        Assert.Contains("H265", codec.Arguments[0], StringComparison.Ordinal);
        Wishes.Against = Refusal.Of(RefusalCode.Unavailable, "storage-full", "No.");
        await RefusedAsync(Session(), Person, publisher.Offer, RefusalCode.Unavailable, "storage-full");
        Wishes.Against = null;
        Wishes.IsDisabled = true;
        await RefusedAsync(Session(), Person, publisher.Offer, RefusalCode.Unavailable, "disabled-by-person");
        Wishes.IsDisabled = false;

        Assert.Empty(Wishes.Reports);
        Assert.Empty(Media.Sessions);
        await AcceptedAsync(Session(), Sender, publisher);
    }

    [Fact]
    public async Task TrickleAndClose_AnotherPerson_FindsNoSession()
    {
        await using var publisher = Publisher();
        var key = Session();
        await AcceptedAsync(key, Sender, publisher);

        Assert.Equal(RefusalCode.NotFound, (await Grain(key).CloseAsync(Person, "x", Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await Grain(key).TrickleAsync(Person, "", null, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.VersionConflict, (await Grain(key).TrickleAsync(Sender, "", "other", Cancellation)).Refusal!.Code);
        Assert.Equal("session-open", (await Grain(key).OpenAsync(Sender, publisher.Offer, Cancellation)).Refusal!.Reason);
    }

    [Theory]
    [InlineData(true, "booth-disabled")]
    [InlineData(false, "key-reset")]
    public async Task Open_DeviceEndsIt_WithItsReason(bool isRemoved, string reason)
    {
        await using var publisher = Publisher();
        var key = Session();
        await AcceptedAsync(key, Sender, publisher);
        var runner = Silo.Services.GetRequiredService<DeviceRunner>();

        if (isRemoved)
        {
            runner.Remove(Booth, reason);
        }
        else
        {
            runner.EndPublishers(Booth, reason);
        }

        await Until.TrueAsync(() => Wishes.Reports.LastOrDefault()?.State == PublisherState.Ended, "the device hears the end");
        Assert.Equal(reason, Wishes.Reports.Last().Reason);
    }

    [Fact]
    public async Task StreamGrant_IsGoodOnceAndForItsHolder()
    {
        var grants = Silo.Grains.GetGrain<IStreamGrantGrain>(IStreamGrantGrain.SiteKey);
        var grant = (await grants.IssueAsync(Person, Stream, StreamAction.Publish, Cancellation)).Value!;

        Assert.Null(await grants.RedeemAsync(grant.Token, Stream, StreamAction.Watch, Cancellation));
        Assert.Equal(Person, await grants.RedeemAsync(grant.Token, Stream, StreamAction.Publish, Cancellation));
        Assert.Null(await grants.RedeemAsync(grant.Token, Stream, StreamAction.Publish, Cancellation));
    }

    private static LightPublisher Publisher() => new(new LightPublisherOptions { Video = TestVideo.Clip });

    private string Named() => SessionKey.PublisherMark + Ulid.New(Time);

    private SessionKey Session() => new(Stream, Named());

    private IWhipSessionGrain Grain(SessionKey key) => Silo.Grains.GetGrain<IWhipSessionGrain>(key.GrainKey);

    private IWhepSessionGrain Viewer() => Silo.Grains.GetGrain<IWhepSessionGrain>(new SessionKey(Stream, Ulid.New(Time)).GrainKey);

    private async Task<SessionAnswer> AcceptedAsync(SessionKey key, CommandContext context, LightPublisher publisher)
    {
        var opened = await Grain(key).OpenAsync(context, publisher.Offer, Cancellation);
        Assert.Null(opened.Refusal);
        await publisher.ConnectAsync(opened.Value!.Sdp, Cancellation); // no refusal, so there is a value
        return opened.Value;
    }

    private async Task<Refusal> RefusedAsync(SessionKey key, CommandContext context, string offer, RefusalCode code, string reason)
    {
        var refusal = (await Grain(key).OpenAsync(context, offer, Cancellation)).Refusal;
        Assert.Equal((code, reason), (refusal?.Code, refusal?.Reason));
        return refusal!; // compared just now
    }

    private Task StatesAsync(SessionKey key, string states) =>
        Until.TrueAsync(() => Wishes.StatesOf(key.PublicId) == states, $"the device hears {states}");

    private async Task<List<AuditEntry>> EventsAsync(string type)
    {
        var query = new AuditQuery(FakeBoothGrain.Kind, Booth, null, type, null, 100);
        var page = await Silo
            .Grains.GetGrain<IAuditGrain>(IUnitTreeGrain.SiteKey)
            .QueryAsync(CommandContext.System("audit"), query, Cancellation);
        return [.. page.Value!.Entries];
    }
}
