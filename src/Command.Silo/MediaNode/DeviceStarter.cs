using System.Collections.Concurrent;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaNode;

/// <summary>
/// Wakes the grains of devices that have to run: after a start those whose state says that they ran, and from then on, once a minute, every
/// always-on one and every recorder that counts as present, so that the ones of a lost silo come back on another. At a bounded rate: a thousand
/// devices must not be called at once.
/// </summary>
internal sealed partial class DeviceStarter(
    IGrainFactory grains,
    IDbContextFactory<CommandDbContext> contexts,
    IHostApplicationLifetime lifetime,
    IOptions<MediaNodeOptions> options,
    TimeProvider time,
    ILogger<DeviceStarter> logger
) : BackgroundService
{
    // Devices that could not be woken when their turn came: tried in each sweep until it works. Never more than there are devices.
    private readonly ConcurrentDictionary<(DeviceKind Kind, string Id), byte> _missed = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The silo stops before this service does: the first sign of stopping counts.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await StartedAsync(stopping.Token);
        var isFirst = true;
        while (true)
        {
            isFirst = !await TrySweepAsync(isFirst, stopping.Token) && isFirst;
            await Task.Delay(options.Value.DeviceSweep, time, stopping.Token);
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
            var devices = await FindAsync(isFirst, cancellationToken);
            foreach (var batch in devices.Union(_missed.Keys).Chunk(options.Value.DeviceStartsPerSecond))
            {
                await Task.WhenAll(batch.Select(device => WakeAsync(device, cancellationToken)));
                if (batch.Length == options.Value.DeviceStartsPerSecond)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                }
            }
            if (isFirst)
            {
                Log.Started(logger, devices.Count);
            }
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SweepFailed(logger, options.Value.DeviceSweep, e);
            return false;
        }
    }

    // One device that cannot be woken must not keep those after it asleep.
    private async Task WakeAsync((DeviceKind Kind, string Id) device, CancellationToken cancellationToken)
    {
        try
        {
            await DeviceGrains.Find(grains, device.Kind, device.Id).WakeAsync(cancellationToken);
            _missed.TryRemove(device, out _);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _missed[device] = 0;
            Log.NotWoken(logger, device.Kind, device.Id, options.Value.DeviceSweep, e);
        }
    }

    private async Task<List<(DeviceKind Kind, string Id)>> FindAsync(bool isFirst, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await database
            .Set<DeviceRow>()
            .Where(row =>
                row.Enabled
                && (
                    row.AlwaysOn
                    || (isFirst && row.State != DeviceState.Unknown)
                    || (
                        row.Kind == DeviceKind.Recorder
                        && (row.State == DeviceState.Connecting || row.State == DeviceState.Online || row.State == DeviceState.Degraded)
                    )
                )
            )
            .OrderBy(row => row.Id)
            .Select(row => new { row.Kind, row.Id })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Kind, row.Id))];
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "DevicesStarted", Level = LogLevel.Information, Message = "{Count} devices were woken after the start")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(
            EventName = "DeviceNotWoken",
            Level = LogLevel.Warning,
            Message = "{Kind} {Id} could not be woken; next try in {Period}"
        )]
        public static partial void NotWoken(ILogger logger, DeviceKind kind, string id, TimeSpan period, Exception exception);

        [LoggerMessage(
            EventName = "DeviceSweepFailed",
            Level = LogLevel.Warning,
            Message = "The devices that have to run could not be looked for; next try in {Period}"
        )]
        public static partial void SweepFailed(ILogger logger, TimeSpan period, Exception exception);
    }
}
