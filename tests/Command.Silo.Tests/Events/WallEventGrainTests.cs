using System.Collections.Concurrent;
using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Units;
using Command.Contracts.Walls;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Events;

public sealed class WallEventGrainTests : NounTestsBase
{
    private IWallEventGrain Events => Silo.Grains.GetGrain<IWallEventGrain>(IUnitTreeGrain.SiteKey);

    [Fact]
    public async Task Publish_WhatPeopleAndDevicesDo_ReachesTheObserver()
    {
        var (seen, observer) = Observe();
        Assert.True(await Events.SubscribeAsync(observer));
        Assert.False(await Events.SubscribeAsync(observer));

        var camera = (await CameraAsync(Draft(await UnitAsync()))).Id;
        await Silo.Grains.GetGrain<IPersonalWallGrain>(Person.ActorId).PutAsync(Person, new WallLayout(1, [], 0), null, Cancellation);
        await Until.TrueAsync(
            () => seen.OfType<DeviceChanged>().Any(item => item.Device.Id == camera && item.Device.State == DeviceState.Online),
            "the device is shown online"
        );
        await Camera(camera).DeleteAsync(Person, null, Cancellation);

        await Until.TrueAsync(() => seen.OfType<DeviceRemoved>().Any(), "the device leaves");
        Assert.NotEmpty(seen.OfType<UnitsChanged>());
        Assert.Equal(Person.ActorId, Assert.Single(seen.OfType<WallChanged>()).AccountId);
        Assert.Contains(seen.OfType<StreamChanged>(), item => item.Stream.Value == MainOf(camera) && item.State == DeviceState.Online);
    }

    [Fact]
    public async Task Subscribe_NotRenewed_ExpiresAndIsNewAgain()
    {
        var (seen, observer) = Observe();
        await Events.SubscribeAsync(observer);
        Time.Advance(TimeSpan.FromSeconds(61));

        await Events.PublishAsync([new UnitsChanged(Time.GetUtcNow())]);
        Assert.True(await Events.SubscribeAsync(observer));
        await Events.PublishAsync([new DeviceRemoved(Time.GetUtcNow(), "x", "u")]);

        await Until.TrueAsync(() => !seen.IsEmpty, "the event after the renewal");
        Assert.IsType<DeviceRemoved>(Assert.Single(seen));
    }

    [Fact]
    public async Task Unsubscribe_HearsNothingMore()
    {
        var (seen, observer) = Observe();
        var (others, other) = Observe();
        await Events.SubscribeAsync(observer);
        await Events.SubscribeAsync(other);
        await Events.UnsubscribeAsync(observer);

        await Events.PublishAsync([new UnitsChanged(Time.GetUtcNow())]);

        await Until.TrueAsync(() => !others.IsEmpty, "the other observer hears it");
        Assert.Empty(seen);
    }

    private (ConcurrentQueue<WallEvent> Seen, IWallObserver Reference) Observe()
    {
        var observer = new Observer();
        _observers.Add(observer);
        return (observer.Seen, Silo.Grains.CreateObjectReference<IWallObserver>(observer));
    }

    // Orleans holds observers weakly.
    private readonly List<Observer> _observers = [];

    private sealed class Observer : IWallObserver
    {
        public ConcurrentQueue<WallEvent> Seen { get; } = new();

        public Task OnEventsAsync(ImmutableArray<WallEvent> events)
        {
            foreach (var item in events)
            {
                Seen.Enqueue(item);
            }
            return Task.CompletedTask;
        }
    }
}
