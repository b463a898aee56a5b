using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Devices.Drivers;
using Command.Media.Buffers;
using Command.Media.Hub;
using Command.Silo.MediaNode;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Command.Silo.Tests.MediaNode;

public sealed class DeviceRunnerTests : IAsyncDisposable
{
    private const string Id = "01arz3ndektsv4rrffq69g5fav";
    private static readonly StreamPath Main = StreamPath.OfCamera(Id, "main");
    private static readonly StreamPath Sub = StreamPath.OfCamera(Id, "sub");

    private readonly CountingTime _time = new();
    private readonly FakeDevice _device = new();
    private readonly ReportLog _reports = new();
    private readonly MediaHub _hub = new();
    private readonly PacketPool _pool = new();
    private readonly Publishers _publishers;
    private readonly DeviceRunner _runner;

    public DeviceRunnerTests()
    {
        _publishers = new Publishers(_reports, _time, NullLogger<Publishers>.Instance);
        var services = new PullServices(
            new DriverRegistry(FakeDevice.Registry(_device)),
            _hub,
            _pool,
            _reports,
            _publishers,
            Options.Create(new MediaNodeOptions()),
            Options.Create(new BackoffOptions { Jitter = 0 }),
            _time,
            NullLogger<StreamPull>.Instance
        );
        _runner = new DeviceRunner(services, NullLogger<DeviceRunner>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        await _publishers.DisposeAsync();
        _pool.Dispose();
    }

    [Fact]
    public async Task Configure_AlwaysOn_PullsMainAndNotSub()
    {
        _runner.Configure(Id, [Plan(Main, alwaysOn: true), Plan(Sub)]);

        await OnlineAsync(Main);
        Assert.Equal(0, _device.Starts(Sub.Value));
        Assert.Equal("Connecting Online", _reports.States(Main));
    }

    [Fact]
    public async Task TryDemand_TwoViewers_OnePullUntil30SecondsAfterTheLast()
    {
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var first));
        Assert.True(_runner.TryDemand(Main, "viewer-2", out var second));
        await OnlineAsync(Main);
        Assert.Equal(2, _runner.FactsOf(Main).Viewers);

        first.Dispose();
        first.Dispose();
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(_device.IsRunning(Main.Value));

        await ReleaseAsync(second);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_device.IsRunning(Main.Value));

        await AdvanceUntilAsync(() => !_device.IsRunning(Main.Value), TimeSpan.FromSeconds(1));
        await Until.TrueAsync(() => _reports.States(Main) == "Connecting Online Unknown", "the idle report");
        Assert.Equal("idle", _reports.Taken.Last().Report.Cause.Code);
        Assert.Equal(1, _device.Starts(Main.Value));
    }

    [Fact]
    public async Task TryDemand_ViewerComesBackInTime_TheSamePullGoesOn()
    {
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var first));
        await OnlineAsync(Main);
        await ReleaseAsync(first);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_runner.TryDemand(Main, "viewer-2", out var second));

        // Had the first linger time gone on, it would end now.
        await ReleaseAsync(second);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_device.IsRunning(Main.Value));
        Assert.Equal(1, _device.Starts(Main.Value));
    }

    [Fact]
    public async Task TryDemand_AfterIdle_StartsAgain()
    {
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var first));
        await OnlineAsync(Main);
        first.Dispose();
        await AdvanceUntilAsync(() => !_device.IsRunning(Main.Value), TimeSpan.FromSeconds(5));

        Assert.True(_runner.TryDemand(Main, "viewer-2", out _));
        await OnlineAsync(Main);
        Assert.Equal(2, _device.Starts(Main.Value));
    }

    [Fact]
    public async Task Remove_WithViewers_EvictsThemWithTheReason()
    {
        var evicted = new List<(string, string)>();
        _runner.SessionEvicted += (holder, reason) => evicted.Add((holder, reason));
        _runner.Configure(Id, [Plan(Main, alwaysOn: true)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var demand));
        await OnlineAsync(Main);

        _runner.Remove(Id, "camera-disabled");

        Assert.Equal([("viewer-1", "camera-disabled")], evicted);
        await Until.TrueAsync(() => !_device.IsRunning(Main.Value), "the driver ends");
        Assert.DoesNotContain(_reports.Taken, entry => entry.Report.Cause.Code == "idle");
        demand.Dispose();
        await Until.TrueAsync(
            () =>
            {
                var isKnown = _runner.TryBorrow(Main, out var borrowed);
                borrowed?.Dispose();
                return !isKnown;
            },
            "the pull is forgotten"
        );
    }

    [Fact]
    public async Task Configure_OtherAddress_BeginsAnewOnTheSameName()
    {
        _runner.Configure(Id, [Plan(Main, alwaysOn: true)]);
        await OnlineAsync(Main);

        _runner.Configure(Id, [Plan(Main, alwaysOn: true, address: "rtsp://192.0.2.11/live")]);

        await Until.TrueAsync(() => _device.Starts(Main.Value) == 2 && _device.IsRunning(Main.Value), "a second session");
        Assert.Equal("192.0.2.11", _device.LastUri!.Host);
        Assert.Equal("Connecting Online Connecting Online", _reports.States(Main));
    }

    [Fact]
    public async Task Configure_OnlyAlwaysOnChanges_TheSamePullGoesOn()
    {
        _runner.Configure(Id, [Plan(Main, alwaysOn: true)]);
        await OnlineAsync(Main);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var demand));

        _runner.Configure(Id, [Plan(Main)]);
        await ReleaseAsync(demand);
        Assert.Equal(1, _device.Starts(Main.Value));
        await AdvanceUntilAsync(() => !_device.IsRunning(Main.Value), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Report_GrainRefuses_IsRepeatedUntilTaken()
    {
        _reports.RefuseNext(3);
        _runner.Configure(Id, [Plan(Main, alwaysOn: true)]);

        await AdvanceUntilAsync(() => _reports.States(Main) == "Connecting Online", TimeSpan.FromMilliseconds(200));
        await OnlineAsync(Main);
    }

    [Fact]
    public async Task SourceWait_DeadSource_RefusesEarlyWithItsCause()
    {
        _device.Break(Main.Value, DeviceCause.Unauthorized);
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var demand));

        var refusal = await new SourceWait(_hub, _time).ForAsync(demand.Source, TimeSpan.FromSeconds(8), Cancellation);

        Assert.Equal((RefusalCode.Unavailable, "unauthorized"), (refusal!.Code, refusal.Reason));
        Assert.NotNull(_reports.Taken.Last().Report.RetryAt);
    }

    [Fact]
    public async Task SourceWait_LiveSource_IsNoRefusal()
    {
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var demand));

        Assert.Null(await new SourceWait(_hub, _time).ForAsync(demand.Source, TimeSpan.FromSeconds(8), Cancellation));
    }

    [Fact]
    public async Task SourceWait_NothingHappens_SaysConnectingAfterTheLimit()
    {
        _reports.RefuseNext(int.MaxValue); // the driver waits for its first report to be taken and never begins
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var demand));

        var wait = new SourceWait(_hub, _time).ForAsync(demand.Source, TimeSpan.FromSeconds(8), Cancellation);
        await AdvanceUntilAsync(() => wait.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.Equal("connecting", (await wait)!.Reason);
    }

    [Fact]
    public async Task SourceWait_PictureNoBrowserPlays_IsNotAcceptable()
    {
        _device.Format = _device.Format with { Codec = Command.Media.Codecs.CodecKind.H265 };
        _runner.Configure(Id, [Plan(Main)]);
        Assert.True(_runner.TryDemand(Main, "viewer-1", out var demand));
        await Until.TrueAsync(() => demand.Source.LastReport is { State: DeviceState.Degraded }, "the report");

        var refusal = await new SourceWait(_hub, _time).ForAsync(demand.Source, TimeSpan.FromSeconds(8), Cancellation);

        Assert.Equal((RefusalCode.NotAcceptable, "not-playable-h265"), (refusal!.Code, refusal.Reason));
        Assert.Equal("Not playable here yet: H.265.", refusal.Detail);
    }

    private static StreamPlan Plan(StreamPath stream, bool alwaysOn = false, string address = "rtsp://192.0.2.10/live")
    {
        Assert.True(DeviceUri.TryParse(address, out var uri, out _));
        return new StreamPlan(stream, uri, null, RtspTransportPreference.Automatic, alwaysOn);
    }

    private Task OnlineAsync(StreamPath stream) =>
        Until.TrueAsync(
            () => _device.IsRunning(stream.Value) && _reports.States(stream).EndsWith("Online", StringComparison.Ordinal),
            "online"
        );

    // Timers of the loops are armed on other threads: time goes on in small steps until what shall happen has happened.
    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step) =>
        Until.TrueAsync(
            () =>
            {
                _time.Advance(step);
                return condition();
            },
            "while time goes on"
        );

    // The loop has begun to wait for the end of the linger time.
    private async Task ReleaseAsync(StreamDemand demand)
    {
        var timers = _time.Timers;
        demand.Dispose();
        await Until.TrueAsync(() => _time.Timers > timers, "the loop waits");
    }
}
