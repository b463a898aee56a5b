using Command.Contracts.Accounts;
using Command.Contracts.Audit;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Contracts.Units;
using Command.Devices.Drivers;
using Command.Media.Hosting;
using Command.Silo.Tests.Fixtures;
using Command.Tools.LightClient;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Streams;

public sealed class WhepSessionGrainTests : NounTestsBase
{
    private MediaServer Media => Silo.Services.GetRequiredService<MediaServer>();

    [Fact]
    public async Task OpenAsync_OnDemand_StartsThePullAndStopsItAfterTheLastViewer()
    {
        var camera = (await OnDemandAsync()).Id;
        Assert.Equal(0, Device.Starts(MainOf(camera)));

        await using var client = new LightWebRtcClient();
        var key = Session(camera);
        var answer = (await Grain(key).OpenAsync(Person, client.Offer, Cancellation)).Value!;
        Assert.Equal(key.PublicId, answer.SessionId);
        Assert.Contains("a=ice-lite", answer.Sdp, StringComparison.Ordinal);
        await client.ConnectAsync(answer.Sdp, Cancellation);
        var status = await StateAsync(camera, DeviceState.Online);
        Assert.Equal(1, status.Streams[0].Viewers);

        Assert.True((await Grain(key).CloseAsync(Person, "closed-by-viewer", Cancellation)).Accepted);

        var idle = await StateAsync(camera, DeviceState.Unknown);
        Assert.Equal("idle", idle.Cause.Code);
        Assert.False(Device.IsRunning(MainOf(camera)));
        Assert.Empty(Media.Sessions);
        Assert.Equal(["live.ended", "live.started"], (await LiveAsync(camera)).Select(entry => entry.Type));
        Assert.Equal(RefusalCode.NotFound, (await Grain(key).CloseAsync(Person, "again", Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task OpenAsync_TwoViewers_OnePull()
    {
        var camera = (await OnDemandAsync()).Id;
        await using var first = new LightWebRtcClient();
        await using var second = new LightWebRtcClient();

        Assert.NotNull((await Grain(Session(camera)).OpenAsync(Person, first.Offer, Cancellation)).Value);
        Assert.NotNull((await Grain(Session(camera)).OpenAsync(Person, second.Offer, Cancellation)).Value);

        Assert.Equal(1, Device.Starts(MainOf(camera)));
        Assert.Equal(2, Media.Sessions.Count);
    }

    [Fact]
    public async Task OpenAsync_Sub_IsPulledApartFromMain()
    {
        var camera = (await OnDemandAsync()).Id;
        await using var client = new LightWebRtcClient();

        Assert.NotNull((await Grain(Session(camera, "sub")).OpenAsync(Person, client.Offer, Cancellation)).Value);

        Assert.Equal((0, 1), (Device.Starts(MainOf(camera)), Device.Starts(SubOf(camera))));
        var status = await StateAsync(camera, DeviceState.Online);
        Assert.Equal([DeviceState.Unknown, DeviceState.Online], status.Streams.Select(stream => stream.State));
    }

    [Fact]
    public async Task OpenAsync_DeadSource_RefusesWithItsCause()
    {
        var camera = (await OnDemandAsync()).Id;
        Device.Break(MainOf(camera), DeviceCause.Unauthorized);
        await using var client = new LightWebRtcClient();

        var refusal = (await Grain(Session(camera)).OpenAsync(Person, client.Offer, Cancellation)).Refusal!;

        Assert.Equal((RefusalCode.Unavailable, "unauthorized"), (refusal.Code, refusal.Reason));
        Assert.Empty(await LiveAsync(camera));
    }

    [Fact]
    public async Task OpenAsync_H265_SaysNotPlayableHereYet()
    {
        var camera = (await OnDemandAsync()).Id;
        Device.Format = Device.Format with { Codec = Command.Media.Codecs.CodecKind.H265 };
        await using var client = new LightWebRtcClient();

        var refusal = (await Grain(Session(camera)).OpenAsync(Person, client.Offer, Cancellation)).Refusal!;

        Assert.Equal((RefusalCode.NotAcceptable, "not-playable-h265"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task OpenAsync_BadRequests_AreRefusedEachInItsWay()
    {
        var camera = (await OnDemandAsync()).Id;
        await using var client = new LightWebRtcClient();

        await RefusedAsync(Session(Ulid.New(Time)), Person, client.Offer, RefusalCode.NotFound);
        await RefusedAsync(Session(camera, "third"), Person, client.Offer, RefusalCode.NotFound);
        await RefusedAsync(Session(camera), Stranger, client.Offer, RefusalCode.Forbidden);
        await RefusedAsync(Session(camera), Person, "v=0 this is no offer", RefusalCode.Invalid);
        await using var deaf = new LightWebRtcClient(new LightClientOptions { Video = false });
        await RefusedAsync(Session(camera), Person, deaf.Offer, RefusalCode.NotAcceptable);
        Assert.Empty(Media.Sessions);
    }

    [Fact]
    public async Task Open_CameraSwitchedOffWhileWatching_EndsWithTheReason()
    {
        var draft = Draft(await UnitAsync());
        var camera = (await CameraAsync(draft)).Id;
        await using var client = new LightWebRtcClient();
        var answer = (await Grain(Session(camera)).OpenAsync(Person, client.Offer, Cancellation)).Value!;
        await client.ConnectAsync(answer.Sdp, Cancellation);

        await Camera(camera).UpdateAsync(Person, draft with { Enabled = false }, null, Cancellation);

        await Until.TrueAsync(() => Media.Sessions.Count == 0, "the session ends");
        var ended = await Until.ValueAsync(
            async () => (await LiveAsync(camera)).FirstOrDefault(),
            entry => entry.Type == "live.ended",
            "the end is on the record"
        );
        Assert.StartsWith("camera-disabled after", ended.After, StringComparison.Ordinal);
        var again = await Grain(Session(camera)).OpenAsync(Person, client.Offer, Cancellation);
        Assert.Equal((RefusalCode.Unavailable, "disabled-by-person"), (again.Refusal!.Code, again.Refusal.Reason));
    }

    [Fact]
    public async Task Open_ViewerSignsOutWhileWatching_EndsWithTheReason()
    {
        var camera = (await OnDemandAsync()).Id;
        var leaving = await SignInAsync();
        await using var staying = new LightWebRtcClient();
        await using var client = new LightWebRtcClient();
        var kept = (await Grain(Session(camera)).OpenAsync(Person, staying.Offer, Cancellation)).Value!;
        Assert.NotNull((await Grain(Session(camera)).OpenAsync(leaving, client.Offer, Cancellation)).Value);

        var account = Silo.Grains.GetGrain<IAccountGrain>(leaving.ActorId);
        await account.EndSessionAsync(leaving, leaving.SessionId!, "signed-out", Cancellation);

        var ended = await Until.ValueAsync(
            async () => (await LiveAsync(camera)).FirstOrDefault(),
            entry => entry.Type == "live.ended",
            "the end is on the record"
        );
        Assert.StartsWith("signed-out after", ended.After, StringComparison.Ordinal);
        Assert.Equal(leaving.ActorId, ended.ActorId);
        // The media side says goodbye on its own loop: its end may come a moment after the record.
        await Until.TrueAsync(() => Media.Sessions.Count == 1, "the other's session is gone");
        Assert.Equal(kept.SessionId, Assert.Single(Media.Sessions).SessionId);
    }

    [Fact]
    public async Task OpenAsync_WithoutTheRight_IsOnTheRecord()
    {
        var camera = (await OnDemandAsync()).Id;
        await using var client = new LightWebRtcClient();

        await RefusedAsync(Session(camera), Stranger, client.Offer, RefusalCode.Forbidden);

        var refused = Assert.Single(await EventsAsync(camera, "live.watch.refused"));
        Assert.Equal(("anonymous", "not-signed-in", "refused"), (refused.ActorId, refused.Cause, refused.Outcome));
    }

    [Fact]
    public async Task TrickleAndClose_AnotherPerson_FindsNoSession()
    {
        var camera = (await OnDemandAsync()).Id;
        await using var client = new LightWebRtcClient();
        var grain = Grain(Session(camera));
        var answer = (await grain.OpenAsync(Person, client.Offer, Cancellation)).Value!;
        var other = Person with { ActorId = Ulid.New(Time) };

        Assert.Equal(RefusalCode.NotFound, (await grain.CloseAsync(other, "x", Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await grain.TrickleAsync(other, "", null, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.VersionConflict, (await grain.TrickleAsync(Person, "", "other", Cancellation)).Refusal!.Code);
        Assert.Equal("session-open", (await grain.OpenAsync(Person, client.Offer, Cancellation)).Refusal!.Reason);
        Assert.NotEmpty(answer.ETag);
    }

    private async Task<CameraStatus> OnDemandAsync() =>
        await CameraAsync(Draft(await UnitAsync()) with { AlwaysOn = false, SubAddress = "rtsp://192.0.2.10/sub" });

    private IWhepSessionGrain Grain(SessionKey key) => Silo.Grains.GetGrain<IWhepSessionGrain>(key.GrainKey);

    private SessionKey Session(string camera, string part = "main") => new(StreamPath.OfCamera(camera, part), Ulid.New(Time));

    private async Task RefusedAsync(SessionKey key, CommandContext context, string offer, RefusalCode code)
    {
        var result = await Grain(key).OpenAsync(context, offer, Cancellation);
        Assert.Equal(code, result.Refusal?.Code);
    }

    private Task<List<AuditEntry>> LiveAsync(string camera) => EventsAsync(camera, "live.");

    private async Task<List<AuditEntry>> EventsAsync(string camera, string type)
    {
        var query = new AuditQuery("camera", camera, null, type, null, 100);
        var page = await Silo
            .Grains.GetGrain<IAuditGrain>(IUnitTreeGrain.SiteKey)
            .QueryAsync(CommandContext.System("audit"), query, Cancellation);
        return [.. page.Value!.Entries];
    }
}
