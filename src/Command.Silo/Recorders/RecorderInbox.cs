using System.Collections.Concurrent;
using System.Collections.Immutable;
using Command.Devices.Mqtt;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Recorders;

/// <summary>
/// Takes what recorders say over MQTT. Telemetry is coalesced to one call of a recorder's grain per second; points of the track go to the writer, all
/// of them; everything else reaches the grain at once, and keeps its sender waiting until it is on the record. Thread-safe.
/// </summary>
internal sealed partial class RecorderInbox(
    IGrainFactory grains,
    RecorderNames names,
    TrackWriter track,
    RecorderMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<RecorderInbox> logger
) : IBodyWornInbox
{
    private const int MaxLanes = 20_000;
    private static readonly TimeSpan TelemetryPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LaneLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, RecorderLane> _lanes = new(StringComparer.Ordinal);

    public async ValueTask<InboxVerdict> ReceiveAsync(string serial, BodyWornMessage message, CancellationToken cancellationToken)
    {
        var isRemembered = names.TryRecall(serial, out var known);
        var id = isRemembered ? known : await FindAsync(serial, cancellationToken);
        var verdict = await TakeAsync(serial, id, message, cancellationToken);
        if (isRemembered && verdict == InboxVerdict.UnknownDevice && message is BodyWornEvent)
        {
            // What is remembered is seconds old: the recorder may have been switched on, or made anew, since. No event is lost over that.
            names.Forget(serial);
            verdict = await TakeAsync(serial, await FindAsync(serial, cancellationToken), message, cancellationToken);
        }
        metrics.Message(verdict.ToString());
        return verdict;
    }

    private ValueTask<InboxVerdict> TakeAsync(string serial, string? id, BodyWornMessage message, CancellationToken cancellationToken) =>
        id is null ? ValueTask.FromResult(InboxVerdict.UnknownDevice) : TakeAsync(serial, LaneOf(serial, id), message, cancellationToken);

    private async ValueTask<InboxVerdict> TakeAsync(
        string serial,
        RecorderLane lane,
        BodyWornMessage message,
        CancellationToken cancellationToken
    )
    {
        switch (message)
        {
            case BodyWornPositions { MustBeKept: true } positions:
                await track.KeepAsync(lane.Take(positions), cancellationToken);
                break;
            case BodyWornPositions positions:
                foreach (var row in lane.Take(positions))
                {
                    track.TryAdd(row);
                }
                break;
            case BodyWornHealth health:
                lane.Take(health);
                break;
            default:
                return NewsMapping.ToNews(message) is { } news
                    ? await TellAsync(serial, lane, news, cancellationToken)
                    : InboxVerdict.Refused;
        }
        Schedule(serial, lane);
        return InboxVerdict.Taken;
    }

    private Task<string?> FindAsync(string serial, CancellationToken cancellationToken) =>
        PersistAsync(serial, () => names.FindAsync(serial, cancellationToken).AsTask(), cancellationToken);

    private async Task<InboxVerdict> TellAsync(string serial, RecorderLane lane, RecorderNews news, CancellationToken cancellationToken)
    {
        // What was measured before it happened is told before it.
        ImmutableArray<RecorderNews> batch = lane.Drain() is { } before ? [before, news] : [news];
        var grain = grains.GetGrain<IRecorderLink>(GrainOf(lane));
        return Answer(serial, await PersistAsync(serial, () => grain.TellAsync(serial, batch, cancellationToken), cancellationToken));
    }

    // The record, or the grain, does not answer: the device waits with us.
    private async Task<T> PersistAsync<T>(string serial, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotTaken(logger, serial, wait, e);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private void Schedule(string serial, RecorderLane lane)
    {
        if (lane.TrySchedule())
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => TellLaterAsync(serial, lane));
            }
        }
    }

    // The first is told at once; what comes within the next second waits for its end.
    private async Task TellLaterAsync(string serial, RecorderLane lane)
    {
        try
        {
            while (lane.Drain() is { } news)
            {
                await TryTellAsync(serial, lane, news);
                await Task.Delay(TelemetryPeriod, time, lifetime.ApplicationStopping);
            }
        }
        catch (OperationCanceledException)
        {
            return; // the server stops: newer telemetry comes
        }
        lane.Scheduled();
        Schedule(serial, lane); // what came between the last look and now
    }

    private async Task TryTellAsync(string serial, RecorderLane lane, TelemetryNews news)
    {
        try
        {
            Answer(serial, await grains.GetGrain<IRecorderLink>(GrainOf(lane)).TellAsync(serial, [news], lifetime.ApplicationStopping));
        }
        catch (Exception e) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            lane.GiveBack(news);
            Log.NotTaken(logger, serial, TelemetryPeriod, e);
        }
    }

    private InboxVerdict Answer(string serial, NewsVerdict verdict)
    {
        if (verdict == NewsVerdict.Unknown)
        {
            names.Forget(serial);
        }
        return NewsMapping.ToVerdict(verdict);
    }

    private RecorderLane LaneOf(string serial, string id)
    {
        if (_lanes.Count > MaxLanes)
        {
            foreach (var (idle, _) in _lanes.Where(entry => time.GetElapsedTime(entry.Value.UsedAt) > LaneLife))
            {
                _lanes.TryRemove(idle, out _);
            }
        }
        var lane = _lanes.GetOrAdd(serial, _ => new RecorderLane(id, metrics));
        if (lane.RecorderId != id)
        {
            lane = _lanes[serial] = new RecorderLane(id, metrics);
        }
        lane.UsedAt = time.GetTimestamp();
        return lane;
    }

    private static GrainId GrainOf(RecorderLane lane) => GrainId.Create(RecorderRecord.Kind, lane.RecorderId);

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "RecorderNotTold",
            Level = LogLevel.Warning,
            Message = "What {Serial} said could not be taken; next try in {Wait}"
        )]
        public static partial void NotTaken(ILogger logger, string serial, TimeSpan wait, Exception exception);
    }
}
