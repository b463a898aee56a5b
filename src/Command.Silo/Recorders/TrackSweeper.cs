using Command.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Recorders;

/// <summary>Lets positions go that are older than <see cref="RecorderOptions.TrackDays"/>, a few at a time so that nobody waits for it.</summary>
internal sealed partial class TrackSweeper(
    ICommandWriter writer,
    RecorderMetrics metrics,
    IOptions<RecorderOptions> options,
    TimeProvider time,
    ILogger<TrackSweeper> logger
) : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Removes what is too old now; returns how many points went.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.TrackDays);
        var total = 0;
        int gone;
        do
        {
            gone = await writer.WriteRowsAsync(
                [ProjectionChange.Trim<PositionRow>(nameof(PositionRow.At), before, Batch)],
                cancellationToken
            );
            total += gone;
        } while (gone == Batch);
        metrics.Positions("trimmed", total);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (StorageException e)
            {
                Log.SweepFailed(logger, Period, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "TrackSweepFailed",
            Level = LogLevel.Warning,
            Message = "Old positions could not be removed; next try in {Period}"
        )]
        public static partial void SweepFailed(ILogger logger, TimeSpan period, Exception exception);
    }
}
