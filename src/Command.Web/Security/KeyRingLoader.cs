using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Command.Web.Security;

/// <summary>Loads the key ring before the host serves, then once an hour.</summary>
internal sealed partial class KeyRingLoader(KeyRing ring, IKeyManager keys, TimeProvider time, ILogger<KeyRingLoader> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Set once the ring has been read.</summary>
    public bool Loaded { get; private set; }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ring.LoadAsync(keys, cancellationToken);
        Loaded = true;
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ring.LoadAsync(keys, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.RefreshFailed(logger, e, Interval);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "KeyRingRefreshFailed",
            Level = LogLevel.Warning,
            Message = "The key ring could not be refreshed; the known keys stay in use and it is tried again in {Interval}"
        )]
        public static partial void RefreshFailed(ILogger logger, Exception exception, TimeSpan interval);
    }
}
