using Command.Contracts.Events;
using Command.Silo.Authority;
using Command.Silo.Common;
using Command.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Access;

/// <summary>
/// Tells the consoles when somebody's rights changed, by a person or because a shift or a grant began or ended. In a cluster it also looks now and then
/// whether another node has changed them.
/// </summary>
internal sealed partial class AccessNews(
    AccessBook book,
    ConsoleHints hints,
    IOptions<StorageOptions> storage,
    TimeProvider time,
    ILogger<AccessNews> logger
) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _changed = new(0, 1);

    public override void Dispose()
    {
        book.Changed -= OnChanged;
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Changed += OnChanged;
        await book.CurrentAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotRead(logger, e);
                await Task.Delay(Look, time, stoppingToken);
            }
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var boundary = book.Known.NextBoundary(now);
        var wait = boundary - now is { } left && left < Longest ? left : Longest;
        var looks = storage.Value.Provider == DatabaseProvider.Postgres;
        var isTold = await WaitAsync(looks && wait > Look ? Look : wait, cancellationToken);
        if (isTold || boundary <= time.GetUtcNow())
        {
            await hints.TellAsync(new AccessChanged(time.GetUtcNow(), book.Known.Version));
        }
        else if (looks)
        {
            await book.RefreshAsync(cancellationToken);
        }
    }

    private async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _changed.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void OnChanged(AccessSnapshot snapshot)
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has told it already, and one hint tells of all.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "AccessNotRead",
            Level = LogLevel.Warning,
            Message = "Who may do what could not be read again; it is tried again"
        )]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
