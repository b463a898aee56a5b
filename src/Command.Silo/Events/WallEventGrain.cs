using System.Collections.Immutable;
using Command.Contracts.Events;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Events;

/// <summary>Fan-out to the web nodes in batches; an observer that stays silent for a minute is forgotten.</summary>
[GrainType("wall-events")]
internal sealed partial class WallEventGrain(TimeProvider time, EventMetrics metrics, ILogger<WallEventGrain> logger)
    : Grain,
        IWallEventGrain
{
    private const int LaneCapacity = 16_384;
    private const int BatchSize = 512;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<IWallObserver, ObserverLane> _lanes = [];
    private IGrainTimer? _flush;
    private bool _flushDue;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _flush = this.RegisterGrainTimer(
            Flush,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true }
        );
        return Task.CompletedTask;
    }

    public Task<bool> SubscribeAsync(IWallObserver observer)
    {
        DropExpired();
        var isNew = !_lanes.TryGetValue(observer, out var lane);
        if (lane is null)
        {
            lane = new ObserverLane(LaneCapacity);
            _lanes.Add(observer, lane);
            Log.Subscribed(logger, _lanes.Count);
        }
        lane.Expires = time.GetUtcNow() + Lease;
        DelayDeactivation(Lease * 2);
        return Task.FromResult(isNew);
    }

    public Task UnsubscribeAsync(IWallObserver observer)
    {
        _lanes.Remove(observer);
        return Task.CompletedTask;
    }

    public Task PublishAsync(ImmutableArray<WallEvent> events)
    {
        DropExpired();
        foreach (var lane in _lanes.Values)
        {
            var dropped = lane.Dropped;
            foreach (var item in events)
            {
                lane.Add(item);
            }
            metrics.Dropped(lane.Dropped - dropped);
        }
        ScheduleFlush();
        return Task.CompletedTask;
    }

    private void ScheduleFlush()
    {
        if (!_flushDue && _lanes.Count > 0)
        {
            _flushDue = true;
            _flush?.Change(BatchDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private Task Flush(CancellationToken cancellationToken)
    {
        _flushDue = false;
        foreach (var (observer, lane) in _lanes)
        {
            if (!lane.Busy && lane.Pending > 0)
            {
                // Not awaited here: a slow web node must not hold back the others. The lane allows one call at a time.
                _ = SendAsync(observer, lane);
            }
        }
        return Task.CompletedTask;
    }

    private async Task SendAsync(IWallObserver observer, ObserverLane lane)
    {
        lane.Busy = true;
        try
        {
            await observer.OnEventsAsync(lane.Take(BatchSize));
        }
        catch (Exception e)
        {
            // A web node that lost a batch no longer knows the present: it is forgotten here, and reads everything again when it renews.
            _lanes.Remove(observer);
            Log.ObserverLost(logger, e);
        }
        finally
        {
            lane.Busy = false;
        }
        if (lane.Pending > 0)
        {
            ScheduleFlush();
        }
    }

    private void DropExpired()
    {
        var now = time.GetUtcNow();
        foreach (var (observer, lane) in _lanes)
        {
            if (lane.Expires < now)
            {
                _lanes.Remove(observer);
                Log.ObserverExpired(logger);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "ObserverSubscribed", Level = LogLevel.Debug, Message = "A web node observes the wall; {Count} now")]
        public static partial void Subscribed(ILogger logger, int count);

        [LoggerMessage(
            EventName = "ObserverExpired",
            Level = LogLevel.Information,
            Message = "A web node did not renew its lease and is forgotten"
        )]
        public static partial void ObserverExpired(ILogger logger);

        [LoggerMessage(
            EventName = "ObserverLost",
            Level = LogLevel.Warning,
            Message = "A web node did not take a batch and is forgotten until it renews"
        )]
        public static partial void ObserverLost(ILogger logger, Exception exception);
    }
}
