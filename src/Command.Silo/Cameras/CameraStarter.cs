using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Silo.MediaNode;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Cameras;

/// <summary>
/// Wakes the grains of cameras that have to run: after a start those whose state says that they ran, and from then on, once a minute, every
/// always-on camera, so that the ones of a lost silo come back on another. At a bounded rate: a thousand cameras must not be called at once.
/// </summary>
internal sealed partial class CameraStarter(
    IGrainFactory grains,
    IDbContextFactory<CommandDbContext> contexts,
    IHostApplicationLifetime lifetime,
    IOptions<MediaNodeOptions> options,
    TimeProvider time,
    ILogger<CameraStarter> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The silo stops before this service does: the first sign of stopping counts.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await StartedAsync(stopping.Token);
        var isFirst = true;
        while (true)
        {
            isFirst = !await TrySweepAsync(isFirst, stopping.Token) && isFirst;
            await Task.Delay(options.Value.CameraSweep, time, stopping.Token);
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> TrySweepAsync(bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var ids = await FindAsync(isFirst, cancellationToken);
            foreach (var batch in ids.Chunk(options.Value.CameraStartsPerSecond))
            {
                await Task.WhenAll(batch.Select(id => grains.GetGrain<ICameraGrain>(id).WhereAsync(cancellationToken)));
                if (batch.Length == options.Value.CameraStartsPerSecond)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                }
            }
            if (isFirst)
            {
                Log.Started(logger, ids.Count);
            }
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SweepFailed(logger, options.Value.CameraSweep, e);
            return false;
        }
    }

    private async Task<List<string>> FindAsync(bool isFirst, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database
            .Set<CameraRow>()
            .Where(row => row.Enabled && (row.AlwaysOn || (isFirst && row.State != DeviceState.Unknown)))
            .OrderBy(row => row.Id)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "CamerasStarted", Level = LogLevel.Information, Message = "{Count} cameras were woken after the start")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(
            EventName = "CameraSweepFailed",
            Level = LogLevel.Warning,
            Message = "Not all cameras that have to run could be woken; next try in {Period}"
        )]
        public static partial void SweepFailed(ILogger logger, TimeSpan period, Exception exception);
    }
}
