using System.Collections.Immutable;
using Command.Contracts.Events;
using Command.Contracts.Units;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Common;

/// <summary>
/// Tells the consoles what just changed. Used after a commit: the change is on the record already, so a hint that is lost costs freshness, not
/// truth, and is logged.
/// </summary>
internal sealed partial class ConsoleHints(IGrainFactory grains, IHostApplicationLifetime lifetime, ILogger<ConsoleHints> logger)
{
    public async Task TellAsync(params ImmutableArray<WallEvent> events)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return; // the grains are going; browsers hear the goodbye of their sessions and come back
        }
        try
        {
            await grains.GetGrain<IWallEventGrain>(IUnitTreeGrain.SiteKey).PublishAsync(events);
        }
        catch (Exception e)
        {
            Log.HintLost(logger, events[0].GetType().Name, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "HintLost",
            Level = LogLevel.Warning,
            Message = "{Hint} did not reach the consoles; they see it when they read again"
        )]
        public static partial void HintLost(ILogger logger, string hint, Exception exception);
    }
}
