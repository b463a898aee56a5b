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

public sealed class PushedStreamTests : IAsyncDisposable
{
    private const string Id = "01arz3ndektsv4rrffq69g5fav";
    private static readonly StreamPath Live = StreamPath.OfRecorder(Id);

    private readonly CountingTime _time = new();
    private readonly FakeDevice _device = new();
    private readonly ReportLog _grain = new();
    private readonly MediaHub _hub = new();
    private readonly PacketPool _pool = new();
    private readonly Publishers _publishers;
    private readonly DeviceRunner _runner;

    public PushedStreamTests()
    {
        _publishers = new Publishers(_grain, _time, NullLogger<Publishers>.Instance);
        var services = new PullServices(
            new DriverRegistry(FakeDevice.Registry(_device)),
            _hub,
            _pool,
            _grain,
            _publishers,
            Options.Create(new MediaNodeOptions()),
            Options.Create(new BackoffOptions { Jitter = 0 }),
            _time,
            NullLogger<StreamPull>.Instance
        );
        _runner = new DeviceRunner(services, NullLogger<DeviceRunner>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        await _publishers.DisposeAsync();
        _pool.Dispose();
    }

    [Fact]
    public void TryDemand_NobodyExpectsTheStream_IsRefused() => Assert.False(_runner.TryDemand(Live, "viewer-1", out _));

    [Fact]
    public async Task Demand_FirstViewer_AsksTheDeviceAnd30SecondsAfterTheLastTakesItBack()
    {
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out var demand));
        await ToldAsync("True");
        Assert.True(_runner.IsWanted(Id));
        Assert.Equal(1, _runner.FactsOf(Live).Viewers);

        var timers = _time.Timers;
        demand.Dispose();
        await Until.TrueAsync(() => _time.Timers > timers, "the loop waits");
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("True", Told);
        await AdvanceUntilAsync(() => Told == "True False", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Demand_WhileItIsNotThere_AsksForEachViewer()
    {
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out _));
        await ToldAsync("True");
        Assert.True(_runner.TryDemand(Live, "viewer-2", out _));

        await ToldAsync("True True");
    }

    [Fact]
    public async Task Demand_WhileItIsThere_AsksNobody()
    {
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out _));
        await ToldAsync("True");
        using var publisher = _hub.Open(Live.Value, [_device.Format], new Deaf());
        Assert.True(_runner.TryDemand(Live, "viewer-2", out var second));

        second.Dispose();
        Assert.True(_runner.TryDemand(Live, "viewer-3", out var third));
        Assert.Null(await new SourceWait(_hub, _time).ForAsync(third.Source, TimeSpan.FromSeconds(8), Cancellation));
        Assert.Equal("True", Told);
    }

    [Fact]
    public async Task Demand_GrainDoesNotAnswer_IsToldAgainUntilItDoes()
    {
        _grain.RefuseNext(3);
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out _));

        await AdvanceUntilAsync(() => Told == "True", TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task SourceWait_DeviceCannotBeAsked_RefusesAtOnceWithItsCause()
    {
        _grain.Obstacle = new StateCause("connection-lost", null);
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out var demand));

        var refusal = await new SourceWait(_hub, _time).ForAsync(demand.Source, TimeSpan.FromSeconds(8), Cancellation);

        Assert.Equal((RefusalCode.Unavailable, "connection-lost"), (refusal!.Code, refusal.Reason));
    }

    [Fact]
    public async Task SourceWait_DeviceIsBack_TheOldCauseIsForgotten()
    {
        _grain.Obstacle = new StateCause("connection-lost", null);
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out var first));
        Assert.NotNull(await new SourceWait(_hub, _time).ForAsync(first.Source, TimeSpan.FromSeconds(8), Cancellation));
        first.Dispose();

        _grain.Obstacle = null;
        Assert.True(_runner.TryDemand(Live, "viewer-2", out var second));
        var wait = new SourceWait(_hub, _time).ForAsync(second.Source, TimeSpan.FromSeconds(8), Cancellation);
        await ToldAsync("True True");
        using var publisher = _hub.Open(Live.Value, [_device.Format], new Deaf());

        Assert.Null(await wait);
    }

    [Fact]
    public async Task SourceWait_ItCameByItself_TheOldCauseIsForgotten()
    {
        _grain.Obstacle = new StateCause("silent", null);
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out var first));
        Assert.NotNull(await new SourceWait(_hub, _time).ForAsync(first.Source, TimeSpan.FromSeconds(8), Cancellation));
        first.Dispose();

        using var publisher = _hub.Open(Live.Value, [_device.Format], new Deaf());
        Assert.True(_runner.TryDemand(Live, "viewer-2", out var second));

        Assert.Null(await new SourceWait(_hub, _time).ForAsync(second.Source, TimeSpan.FromSeconds(8), Cancellation));
        Assert.Equal("True", Told);
    }

    [Fact]
    public async Task SourceWait_NothingComes_SaysNotLiveAfterTheLimit()
    {
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out var demand));

        var wait = new SourceWait(_hub, _time).ForAsync(demand.Source, TimeSpan.FromSeconds(8), Cancellation);
        await AdvanceUntilAsync(() => wait.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.Equal((RefusalCode.Unavailable, "not-live"), ((await wait)!.Code, (await wait)!.Reason));
    }

    [Fact]
    public async Task Remove_WithViewers_EvictsThemAndForgetsTheStream()
    {
        var evicted = new List<(string, string)>();
        _runner.SessionEvicted += (holder, reason) => evicted.Add((holder, reason));
        _runner.Accept(Live);
        Assert.True(_runner.TryDemand(Live, "viewer-1", out var demand));
        await ToldAsync("True");

        _runner.Remove(Id, "recorder-disabled");
        demand.Dispose();

        Assert.Equal([("viewer-1", "recorder-disabled")], evicted);
        await Until.TrueAsync(
            () =>
            {
                var isKnown = _runner.TryBorrow(Live, out var borrowed);
                borrowed?.Dispose();
                return !isKnown;
            },
            "the stream is forgotten"
        );
        Assert.Equal("True", Told);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Told => string.Join(' ', _grain.Wanted.Where(entry => entry.Stream == Live).Select(entry => entry.Wanted));

    private Task ToldAsync(string told) => Until.TrueAsync(() => Told == told, $"the grain is told {told}");

    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step) =>
        Until.TrueAsync(
            () =>
            {
                _time.Advance(step);
                return condition();
            },
            "while time goes on"
        );

    private sealed class Deaf : ITrackFeedback
    {
        public void RequestKeyFrame() { }
    }
}
