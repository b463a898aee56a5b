using System.Collections.Immutable;
using System.Threading.Channels;
using Command.Contracts.Authority;
using Command.Contracts.Common;
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
    private readonly Channel<bool> _accessChanged = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private ImmutableArray<WallSubscription> _subscriptions = [];

    /// <summary>True while the lease holds.</summary>
    public bool Subscribed { get; private set; }

    /// <summary>Open subscriptions.</summary>
    public int Count => _subscriptions.Length;

    /// <summary>Starts listening for what an account may be told of; the caller disposes what it gets, and reads the state after it has it.</summary>
    public async Task<WallSubscription> SubscribeAsync(string accountId, CancellationToken cancellationToken)
    {
        var subscription = new WallSubscription(this, accountId);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Add(one), subscription);
        try
        {
            subscription.Limit(await ScopeOfAsync(accountId, cancellationToken));
            return subscription;
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task OnEventsAsync(ImmutableArray<WallEvent> events)
    {
        if (events.Any(source => source is AccessChanged))
        {
            _accessChanged.Writer.TryWrite(true);
        }
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
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepLeaseAsync(stoppingToken), FollowAccessAsync(stoppingToken));

    private async Task KeepLeaseAsync(CancellationToken stoppingToken)
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

    /// <summary>After a change of who may do what: everybody's scope again. One that cannot be read closes what hangs on it.</summary>
    private async Task FollowAccessAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _accessChanged.Reader.ReadAllAsync(stoppingToken))
        {
            foreach (var own in _subscriptions.GroupBy(subscription => subscription.AccountId, StringComparer.Ordinal))
            {
                try
                {
                    var scope = await ScopeOfAsync(own.Key, stoppingToken);
                    foreach (var subscription in own)
                    {
                        subscription.Limit(scope);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Log.ScopeLost(logger, own.Key, e);
                    foreach (var subscription in own)
                    {
                        subscription.Close("events-lost");
                    }
                }
            }
        }
    }

    private Task<VisibleScope> ScopeOfAsync(string accountId, CancellationToken cancellationToken)
    {
        // For the account itself: it asks about nobody else, and needs no session to be told what it may see.
        var context = new CommandContext(accountId, accountId, null, null, "", null, null);
        return grains.GetGrain<IAccessGrain>(accountId).VisibleAsync(context, cancellationToken);
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

        [LoggerMessage(
            EventName = "ScopeLost",
            Level = LogLevel.Warning,
            Message = "What {AccountId} may see could not be read; its pages read everything again"
        )]
        public static partial void ScopeLost(ILogger logger, string accountId, Exception exception);
    }
}
