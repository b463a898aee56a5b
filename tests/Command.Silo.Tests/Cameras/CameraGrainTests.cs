using Command.Contracts.Audit;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Units;
using Command.Devices.Drivers;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Cameras;

public sealed class CameraGrainTests : NounTestsBase
{
    [Fact]
    public async Task CreateAsync_AlwaysOn_ComesOnlineWithCodecAndSize()
    {
        Device.Simulated = true;
        var created = await CameraAsync(Draft(await UnitAsync()));
        Assert.Equal((DeviceState.Unknown, "created", 1L), (created.State, created.Cause.Code, created.Version));

        var online = await StateAsync(created.Id, DeviceState.Online);

        Assert.True(online.Simulated);
        var track = Assert.Single(Assert.Single(online.Streams).Tracks);
        Assert.Equal(("video", "h264", 1280, 720, null), (track.Kind, track.Codec, track.Width, track.Height, track.NotPlayable));
    }

    [Fact]
    public async Task HistoryAsync_EveryChange_HasCauseTimeAndActor()
    {
        var camera = (await CameraAsync(Draft(await UnitAsync()))).Id;
        await StateAsync(camera, DeviceState.Online);
        Device.Break(MainOf(camera), DeviceCause.Stalled);
        await StateAsync(camera, DeviceState.Offline);
        Device.Repair(MainOf(camera));
        await StateAsync(camera, DeviceState.Online);

        var history = (await Camera(camera).HistoryAsync(Person, 100, Cancellation)).Value!.Changes;

        Assert.Equal(
            [
                (DeviceState.Offline, DeviceState.Online, "none"),
                (DeviceState.Online, DeviceState.Offline, "stalled"),
                (DeviceState.Connecting, DeviceState.Online, "none"),
                (DeviceState.Unknown, DeviceState.Connecting, "none"),
                (DeviceState.Unknown, DeviceState.Unknown, "created"),
            ],
            history.Select(change => (change.From, change.To, change.Cause.Code))
        );
        Assert.Equal("王法官", history[^1].ActorName);
        Assert.Equal(CommandContext.SystemActor, history[0].ActorName);
        Assert.Equal(history.Select(change => change.At).OrderDescending(), history.Select(change => change.At));
    }

    [Fact]
    public async Task UpdateAsync_VersionsAndReports_DoNotDisturbEachOther()
    {
        var unit = await UnitAsync();
        var camera = (await CameraAsync(Draft(unit))).Id;
        await StateAsync(camera, DeviceState.Online);

        var renamed = await Camera(camera).UpdateAsync(Person, Draft(unit) with { Name = "Gate" }, 1, Cancellation);
        Assert.Equal((2L, DeviceState.Online), (renamed.Value!.Version, renamed.Value.State));
        var stale = await Camera(camera).UpdateAsync(Person, Draft(unit) with { Name = "Door" }, 1, Cancellation);
        Assert.Equal(RefusalCode.VersionConflict, stale.Refusal!.Code);
        Assert.Equal(1, Device.Starts(MainOf(camera)));

        var moved = Draft(unit) with { Name = "Gate", Address = "rtsp://192.0.2.99/live" };
        Assert.Equal(DeviceState.Unknown, (await Camera(camera).UpdateAsync(Person, moved, null, Cancellation)).Value!.State);
        await Until.TrueAsync(() => Device.Starts(MainOf(camera)) == 2, "the new address is tried");
        await StateAsync(camera, DeviceState.Online);
        Assert.Equal("192.0.2.99", Device.LastUri!.Host);
    }

    [Fact]
    public async Task UpdateAsync_SwitchedOffAndOn_StopsAndStarts()
    {
        var unit = await UnitAsync();
        var camera = (await CameraAsync(Draft(unit))).Id;
        await StateAsync(camera, DeviceState.Online);

        var off = await Camera(camera).UpdateAsync(Person, Draft(unit) with { Enabled = false }, null, Cancellation);
        Assert.Equal((DeviceState.Disabled, "disabled-by-person"), (off.Value!.State, off.Value.Cause.Code));
        await Until.TrueAsync(() => !Device.IsRunning(MainOf(camera)), "the pull ends");
        Assert.Equal("disabled-by-person", (await Camera(camera).StillAsync(Person, 640, Cancellation)).Refusal!.Reason);

        await Camera(camera).UpdateAsync(Person, Draft(unit), null, Cancellation);
        await StateAsync(camera, DeviceState.Online);
    }

    [Fact]
    public async Task DeleteAsync_LeavesEventsAndNothingElse()
    {
        var camera = (await CameraAsync(Draft(await UnitAsync()))).Id;
        await StateAsync(camera, DeviceState.Online);

        Assert.Equal(RefusalCode.VersionConflict, (await Camera(camera).DeleteAsync(Person, 99, Cancellation)).Refusal!.Code);
        Assert.True((await Camera(camera).DeleteAsync(Person, null, Cancellation)).Accepted);

        await Until.TrueAsync(() => !Device.IsRunning(MainOf(camera)), "the pull ends");
        Assert.Equal(RefusalCode.NotFound, (await Camera(camera).DescribeAsync(Person, Cancellation)).Refusal!.Code);
        Assert.Equal(0, (await Directory.DevicesAsync(Person, new DeviceQuery(null, null, null, 10), Cancellation)).Total);
        var audit = await AuditAsync(camera);
        Assert.Contains(audit, entry => entry.Type == "camera.deleted" && entry.Before!.Contains("大厅", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credential_GoesInAndNeverComesOut()
    {
        var unit = await UnitAsync();
        var draft = Draft(unit) with { Address = "rtsp://admin:s3cret@192.0.2.10/live" };
        var camera = await CameraAsync(draft);
        await StateAsync(camera.Id, DeviceState.Online);

        Assert.Equal(new DeviceCredential("admin", "s3cret"), Device.LastCredential);
        Assert.Equal(("rtsp://192.0.2.10:554/live", true, "admin"), (camera.Address, camera.HasCredential, camera.CredentialUserName));
        Assert.DoesNotContain("s3cret", camera.ToString(), StringComparison.Ordinal);
        foreach (var entry in await AuditAsync(camera.Id))
        {
            Assert.DoesNotContain("s3cret", entry.ToString(), StringComparison.Ordinal);
        }
        string[] files = ["command.db", "command.db-wal"];
        foreach (var file in files.Select(name => Path.Combine(DataDirectory, name)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancellation);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf("s3cret"u8));
        }
    }

    [Fact]
    public async Task CreateAsync_BadDraft_NamesTheField()
    {
        var unit = await UnitAsync();
        Assert.Equal("address", (await RefusalAsync(Draft(unit) with { Address = "http://x/" })).Field);
        Assert.Equal("unitId", (await RefusalAsync(Draft("01arz3ndektsv4rrffq69g5fav"))).Field);
        var camera = await CameraAsync(Draft(unit));
        Assert.Equal("camera-exists", (await Camera(camera.Id).CreateAsync(Person, Draft(unit), Cancellation)).Refusal!.Reason);
        Assert.Equal("id", (await Camera("x").CreateAsync(Person, Draft(unit), Cancellation)).Refusal!.Field);
    }

    [Fact]
    public async Task EveryOrder_Stranger_IsForbidden()
    {
        var unit = await UnitAsync();
        var camera = Camera((await CameraAsync(Draft(unit))).Id);

        Assert.Equal(RefusalCode.Forbidden, (await camera.DescribeAsync(Stranger, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await camera.UpdateAsync(Stranger, Draft(unit), null, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await camera.DeleteAsync(Stranger, null, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await camera.HistoryAsync(Stranger, 1, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await camera.StillAsync(Stranger, 640, Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task ReportAsync_PictureNoBrowserPlays_IsDegradedAndSaysWhy()
    {
        Device.Format = Device.Format with { Codec = Command.Media.Codecs.CodecKind.H265 };
        var camera = (await CameraAsync(Draft(await UnitAsync()))).Id;

        var degraded = await StateAsync(camera, DeviceState.Degraded);

        Assert.Equal(new StateCause("not-playable", "h265"), degraded.Cause);
        var page = await Directory.DevicesAsync(Person, new DeviceQuery(null, null, null, 10), Cancellation);
        Assert.Equal("h265", Assert.Single(page.Devices).NotPlayable);
    }

    [Fact]
    public async Task ProbeAsync_AnswersOrNamesTheCause()
    {
        var probe = Silo.Grains.GetGrain<ICameraProbeGrain>(IUnitTreeGrain.SiteKey);

        var good = await probe.ProbeAsync(
            Person,
            "rtsp://a:b@192.0.2.10/",
            new CredentialDraft("admin", "x"),
            TransportPreference.Auto,
            Cancellation
        );
        Assert.True(good.Value!.Reachable);
        Assert.Equal("h264", Assert.Single(good.Value.Tracks).Codec);
        Assert.Equal(new DeviceCredential("admin", "x"), Device.LastCredential);

        var down = await probe.ProbeAsync(Person, "rtsp://down.example/", null, TransportPreference.Auto, Cancellation);
        Assert.Equal((false, "host-unreachable"), (down.Value!.Reachable, down.Value.Cause.Code));
        var bad = await probe.ProbeAsync(Person, "gopher://x/", null, TransportPreference.Auto, Cancellation);
        Assert.Equal(RefusalCode.Invalid, bad.Refusal!.Code);
        var stranger = await probe.ProbeAsync(Stranger, "rtsp://192.0.2.10/", null, TransportPreference.Auto, Cancellation);
        Assert.Equal(RefusalCode.Forbidden, stranger.Refusal!.Code);
    }

    private async Task<Refusal> RefusalAsync(CameraDraft draft) =>
        (await Camera(Ulid.New(Time)).CreateAsync(Person, draft, Cancellation)).Refusal!; // each caller expects one

    private async Task<System.Collections.Immutable.ImmutableArray<AuditEntry>> AuditAsync(string camera)
    {
        var query = new AuditQuery("camera", camera, null, null, null, 100);
        return (
            await Silo.Grains.GetGrain<IAuditGrain>(IUnitTreeGrain.SiteKey).QueryAsync(CommandContext.System("audit"), query, Cancellation)
        )
            .Value!
            .Entries;
    }
}
