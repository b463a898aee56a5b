namespace Command.Tools.LightClient;

/// <summary>Ticks of a fixed rate, counted from the Unix epoch, so that every client is at the same place at the same time.</summary>
internal static class LightPace
{
    /// <summary>Calls for every tick with its number and time until cancelled; after a hold-up of more than a second it goes on with the present.</summary>
    public static async Task RunAsync(int ticksPerSecond, Action<long, DateTimeOffset> send, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var tick = TickAt(time.GetUtcNow(), ticksPerSecond);
        try
        {
            while (true)
            {
                tick = Math.Max(tick + 1, TickAt(time.GetUtcNow(), ticksPerSecond) - ticksPerSecond);
                var due = TimeOf(tick, ticksPerSecond);
                if (due - time.GetUtcNow() is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
                send(tick, due);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private static long TickAt(DateTimeOffset at, int ticksPerSecond) =>
        (long)((Int128)(at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * ticksPerSecond / TimeSpan.TicksPerSecond);

    // Rounded up, so that a wait until this time is never short of the tick.
    private static DateTimeOffset TimeOf(long tick, int ticksPerSecond)
    {
        var (seconds, rest) = Math.DivRem(tick, ticksPerSecond);
        return DateTimeOffset
            .FromUnixTimeSeconds(seconds)
            .AddTicks(((rest * TimeSpan.TicksPerSecond) + ticksPerSecond - 1) / ticksPerSecond);
    }
}
