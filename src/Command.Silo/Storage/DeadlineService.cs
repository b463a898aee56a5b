using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Storage;

/// <summary>Each second leases the deadlines that are due and wakes their grains. Several nodes share the work; each deadline has one holder.</summary>
internal sealed partial class DeadlineService(
    ICommandWriter writer,
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    IOptions<StorageOptions> options,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<DeadlineService> logger
) : BackgroundService
{
    private const int ClaimLimit = 256;
    private const int WakesAtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitForStartAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            try
            {
                await WakeDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the top of a supervised loop: the next second tries again
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.ClaimFailed(logger, e);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Wakes everything that is due now; returns how many grains answered.</summary>
    internal async Task<int> WakeDueAsync(CancellationToken cancellationToken)
    {
        var woken = 0;
        while (true)
        {
            var now = time.GetUtcNow();
            var claim = new DeadlineClaim(UnixMicroseconds.From(now), UnixMicroseconds.From(now + options.Value.DeadlineLease), ClaimLimit);
            var due = await writer.ClaimDeadlinesAsync(claim, cancellationToken);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = WakesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                due,
                parallel,
                async (deadline, token) =>
                {
                    if (await TryWakeAsync(deadline, token))
                    {
                        Interlocked.Increment(ref woken);
                    }
                }
            );
            if (due.Length < ClaimLimit)
            {
                return woken;
            }
        }
    }

    private async Task<bool> TryWakeAsync(DueDeadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            var target = grains.GetGrain<IDeadlineTarget>(GrainId.Create(deadline.Key.Kind, deadline.Key.Id));
            await target.DeadlineDueAsync(deadline.Name, UnixMicroseconds.ToTime(deadline.DueUs), cancellationToken);
            metrics.Deadline("woken");
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // one grain's failure must not keep the others asleep; its lease ends and it is offered again
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Deadline("failed");
            Log.WakeFailed(logger, deadline.Key, deadline.Name, options.Value.DeadlineLease, e);
            return false;
        }
    }

    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "DeadlineClaimFailed",
            Level = LogLevel.Error,
            Message = "Due deadlines could not be read; trying again in a second"
        )]
        public static partial void ClaimFailed(ILogger logger, Exception exception);

        [LoggerMessage(
            EventName = "DeadlineWakeFailed",
            Level = LogLevel.Warning,
            Message = "{Key} did not take its deadline {Name}; it is offered again after {Lease}"
        )]
        public static partial void WakeFailed(ILogger logger, AggregateKey key, string name, TimeSpan lease, Exception exception);
    }
}
