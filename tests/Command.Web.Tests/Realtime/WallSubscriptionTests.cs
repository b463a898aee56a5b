using System.Diagnostics.Metrics;
using System.Text.Json;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Streams;
using Command.Contracts.Walls;
using Command.Web.Realtime;
using Command.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Command.Web.Tests.Realtime;

public sealed class WallSubscriptionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeEvents _events = new();
    private readonly FakeAccess _access = new();
    private readonly FakeTimeProvider _time = new();
    private readonly WallObserver _observer;

    public WallSubscriptionTests()
    {
        var metrics = new EventStreamMetrics(_services.GetRequiredService<IMeterFactory>());
        var grains = new FakeGrains().With<IWallEventGrain>(_events).With<IAccessGrain>(_access);
        _observer = new WallObserver(grains, metrics, _time, NullLogger<WallObserver>.Instance);
    }

    public void Dispose()
    {
        _observer.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Drain_ManyChangesOfOneDevice_GivesTheLastInTheFirstsPlace()
    {
        using var subscription = await SubscribeAsync("me");
        await _observer.OnEventsAsync([
            Changed("a", DeviceState.Connecting),
            Changed("b", DeviceState.Online),
            Changed("a", DeviceState.Online),
            Changed("a", DeviceState.Offline),
        ]);
        Assert.True(await subscription.WaitAsync(TestContext.Current.CancellationToken));
        var notices = Drain(subscription);
        Assert.Equal(["d:a", "d:b"], notices.Select(notice => notice.Key));
        Assert.Contains("\"state\":\"offline\"", Text(notices[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_OutOfScope_IsNotTold()
    {
        _access.Scope = Scope(["north"], ["lent"]);
        using var subscription = await SubscribeAsync("me");
        var (seen, hidden) = (StreamOf("a"), StreamOf("b"));

        await _observer.OnEventsAsync([
            In("north", "a"),
            In("south", "b"),
            In("south", "lent"),
            new StreamChanged(FakeSite.Noon, seen, DeviceState.Online, Cause, null, "north"),
            new StreamChanged(FakeSite.Noon, hidden, DeviceState.Online, Cause, null, "south"),
            new DeviceRemoved(FakeSite.Noon, "c", "south"),
            new RecorderTold(FakeSite.Noon, "r", null, null, "south"),
            new RecorderTold(FakeSite.Noon, "q", null, null, "north"),
        ]);

        Assert.Equal(["d:a", "d:lent", $"s:{seen.Value}", "r:q"], Drain(subscription).Select(notice => notice.Key));
    }

    [Fact]
    public async Task Offer_DeviceThatMovesOutOfSight_IsRemoved()
    {
        _access.Scope = Scope(["north"], []);
        using var subscription = await SubscribeAsync("me");

        await _observer.OnEventsAsync([new DeviceChanged(FakeSite.Noon, FakeSite.Device("a", "a", "south", DeviceState.Online), "north")]);

        Assert.Equal("device-removed", Assert.Single(Drain(subscription)).Name);
    }

    [Fact]
    public async Task AccessChanged_ScopeOfOne_ClosesTheirsAlone()
    {
        await _observer.StartAsync(TestContext.Current.CancellationToken);
        using var mine = await SubscribeAsync("me");
        await _observer.OnEventsAsync([new AccessChanged(FakeSite.Noon, 2)]);
        Assert.True(await mine.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal("access-changed", Assert.Single(Drain(mine)).Name);

        _access.Scope = Scope(["north"], []);
        await _observer.OnEventsAsync([new AccessChanged(FakeSite.Noon, 3)]);
        while (await mine.WaitAsync(TestContext.Current.CancellationToken))
        {
            Drain(mine);
        }

        Assert.Equal("access-changed", mine.ClosedBecause);
    }

    [Fact]
    public async Task Drain_RemovedDevice_ReplacesItsChange()
    {
        using var subscription = await SubscribeAsync("me");
        await _observer.OnEventsAsync([Changed("a", DeviceState.Online), new DeviceRemoved(FakeSite.Noon, "a", "u")]);
        var notice = Assert.Single(Drain(subscription));
        Assert.Equal("device-removed", notice.Name);
        Assert.Equal("""{"deviceId":"a"}""", Text(notice));
    }

    [Fact]
    public async Task Offer_AnotherPersonsEvents_AreNotSeen()
    {
        using var mine = await SubscribeAsync("me");
        using var other = await SubscribeAsync("other");
        var stream = StreamPath.OfCamera("a", "main");
        await _observer.OnEventsAsync([
            new WallChanged(FakeSite.Noon, "me", new WallLayout(4, [], 1)),
            new ViewingEnded(FakeSite.Noon, "s1", "me", stream, "source-closed"),
        ]);
        Assert.Equal(["wall-changed", "viewing-ended"], Drain(mine).Select(notice => notice.Name));
        Assert.Empty(Drain(other));
    }

    [Fact]
    public async Task Json_OfStreamChanged_IsAsTheContractSays()
    {
        using var subscription = await SubscribeAsync("me");
        var stream = StreamPath.OfCamera("a", "sub");
        await _observer.OnEventsAsync([
            new StreamChanged(FakeSite.Noon, stream, DeviceState.Offline, new StateCause("timeout", "No answer."), FakeSite.Noon, "u"),
        ]);
        var json = JsonDocument.Parse(Assert.Single(Drain(subscription)).Json).RootElement;
        Assert.Equal("camera/a/sub", json.GetProperty("stream").GetString());
        Assert.Equal("offline", json.GetProperty("state").GetString());
        Assert.Equal("timeout", json.GetProperty("cause").GetProperty("code").GetString());
        Assert.Equal(FakeSite.Noon, json.GetProperty("retryAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Offer_MoreThanTheBound_ClosesTheSlowReader()
    {
        using var slow = await SubscribeAsync("me");
        using var quick = await SubscribeAsync("me");
        for (var i = 0; i <= WallSubscription.Capacity; i++)
        {
            await _observer.OnEventsAsync([Changed($"d{i}", DeviceState.Online)]);
            Drain(quick);
        }
        Assert.Equal("too-slow", slow.ClosedBecause);
        Assert.Null(quick.ClosedBecause);
        await slow.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(await slow.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dispose_LeavesTheObserver()
    {
        var subscription = await SubscribeAsync("me");
        Assert.Equal(1, _observer.Count);
        subscription.Dispose();
        Assert.Equal(0, _observer.Count);
    }

    [Fact]
    public async Task Lease_ForgottenByTheCluster_ClosesAllSoThatTheyReadAfresh()
    {
        await _observer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _events.Calls == 1);
        using var subscription = await SubscribeAsync("me");
        await RenewAsync(2);
        Assert.Null(subscription.ClosedBecause);
        _events.Forget = true;
        await RenewAsync(3);
        await UntilAsync(() => subscription.ClosedBecause == "events-lost");
        await _observer.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Lease_ClusterAway_IsTriedEverySecond()
    {
        _events.Failing = true;
        await _observer.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _events.Calls == 1);
        Assert.False(_observer.Subscribed);
        _events.Failing = false;
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _observer.Subscribed;
        });
        await _observer.StopAsync(TestContext.Current.CancellationToken);
    }

    private static readonly StateCause Cause = new("none", null);

    private Task<WallSubscription> SubscribeAsync(string accountId) =>
        _observer.SubscribeAsync(accountId, TestContext.Current.CancellationToken);

    private static VisibleScope Scope(string[] units, string[] devices) =>
        new(1, null, new ScopeSet(false, [.. units], [.. devices]), ScopeSet.None, ScopeSet.None);

    private static StreamPath StreamOf(string id) => StreamPath.OfCamera(id, "main");

    private static DeviceChanged In(string unit, string id) => new(FakeSite.Noon, FakeSite.Device(id, id, unit, DeviceState.Online));

    private static DeviceChanged Changed(string id, DeviceState state) => new(FakeSite.Noon, FakeSite.Device(id, id, "u1", state));

    private static List<WallNotice> Drain(WallSubscription subscription)
    {
        var notices = new List<WallNotice>();
        subscription.Drain(notices);
        return notices;
    }

    private static string Text(WallNotice notice) => System.Text.Encoding.UTF8.GetString(notice.Json.Span);

    private Task RenewAsync(int calls) =>
        UntilAsync(() =>
        {
            if (_events.Calls < calls)
            {
                _time.Advance(TimeSpan.FromSeconds(20));
            }
            return _events.Calls >= calls;
        });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, late.Token);
        }
    }

    private sealed class FakeEvents : IWallEventGrain
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public bool Forget { get; set; }

        public bool Failing { get; set; }

        public Task<bool> SubscribeAsync(IWallObserver observer)
        {
            var isNew = Interlocked.Increment(ref _calls) == 1 || Forget;
            return Failing ? Task.FromException<bool>(new TimeoutException()) : Task.FromResult(isNew);
        }

        public Task UnsubscribeAsync(IWallObserver observer) => Task.CompletedTask;

        public Task PublishAsync(System.Collections.Immutable.ImmutableArray<WallEvent> events) => Task.CompletedTask;
    }
}
