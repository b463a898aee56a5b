using System.Collections.Immutable;
using Command.Contracts.Events;

namespace Command.Web.Realtime;

/// <summary>
/// This node's grain observer: fans wall events out to circuits and event streams, and renews its own lease. When events may have been
/// lost, every subscription is closed, so that its reader comes back and reads the state afresh.
/// </summary>
internal sealed partial class WallObserver(
    IGrainFactory grains,
    EventStreamMetrics metrics,
    TimeProvider time,
    ILogger<WallObserver> logger
) : BackgroundService, IWallObserver
{
    /// <summary>A third of the lease's 60 s.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private ImmutableArray<WallSubscription> _subscriptions = [];

    /// <summary>True while the lease holds.</summary>
    public bool Subscribed { get; private set; }

    /// <summary>Open subscriptions.</summary>
    public int Count => _subscriptions.Length;

    /// <summary>Starts listening; the caller disposes what it gets.</summary>
    public WallSubscription Subscribe(string accountId)
    {
        var subscription = new WallSubscription(this, accountId);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Add(one), subscription);
        return subscription;
    }

    /// <inheritdoc/>
    public Task OnEventsAsync(ImmutableArray<WallEvent> events)
    {
        foreach (var notice in events.Select(source => new WallNotice(source)))
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(notice);
            }
        }
        return Task.CompletedTask;
    }

    internal EventStreamMetrics Metrics => metrics;

    internal void Remove(WallSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Remove(one), subscription);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reference = grains.CreateObjectReference<IWallObserver>(this);
        var everSubscribed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wasSubscribed = Subscribed;
            try
            {
                var wasForgotten = await grains.GetGrain<IWallEventGrain>("site").SubscribeAsync(reference);
                Subscribed = true;
                if (everSubscribed && (wasForgotten || !wasSubscribed))
                {
                    // The cluster had forgotten this node: what happened meanwhile was told to nobody here.
                    CloseAll("events-lost");
                }
                everSubscribed = true;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Subscribed = false;
                if (wasSubscribed)
                {
                    Log.LeaseLost(logger, e, Retry);
                }
            }
            await Task.Delay(Subscribed ? Renewal : Retry, time, stoppingToken);
        }
    }

    private void CloseAll(string reason)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Close(reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "WallLeaseLost",
            Level = LogLevel.Warning,
            Message = "Wall events stopped; it is tried again every {Interval}, and every page then reads its state afresh"
        )]
        public static partial void LeaseLost(ILogger logger, Exception exception, TimeSpan interval);
    }
}
