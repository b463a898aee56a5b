namespace Command.Tools.Simulator.Recorders;

/// <summary>Many recorders in one process. Says what they do together on lines that start with <c>totals</c>.</summary>
internal sealed class RecorderFleet(
    RecorderOptions options,
    IReadOnlyList<RecorderCredential> credentials,
    RecorderClips clips,
    TimeProvider time
)
{
    private static readonly TimeSpan TotalsPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(3);

    private readonly FleetTally _tally = new();

    /// <summary>Runs all of them until cancelled, or for the duration that was asked for; true when everything measured was told.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Live > 0)
        {
            await clips.GetAsync(cancellationToken); // else the first run on a machine is over before the first picture is made
        }
        else if (options.Server is not null)
        {
            _ = clips.Prepare(); // whoever looks first shall not wait for it
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
        using var measuring = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recorders = credentials
            .Select((credential, index) => new SimulatedRecorder(index + 1, credential, options, clips.GetAsync, http, _tally, time))
            .ToList();
        var running = new List<Task>();
        try
        {
            var report = ReportAsync(recorders, stopping.Token);
            foreach (var recorder in recorders)
            {
                running.Add(recorder.RunAsync(measuring.Token, stopping.Token));
                await Pause(ConnectPause, cancellationToken); // as a site comes on shift, not as one
            }

            await Pause(options.Duration ?? Timeout.InfiniteTimeSpan, cancellationToken);
            await measuring.CancelAsync();
            var told = await DrainAsync(recorders, cancellationToken);
            await stopping.CancelAsync();
            await Task.WhenAll(running);
            await report;
            await Console.Out.WriteLineAsync($"totals {_tally}");
            return told;
        }
        finally
        {
            recorders.ForEach(recorder => recorder.Dispose());
        }
    }

    private async Task<bool> DrainAsync(List<SimulatedRecorder> recorders, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!recorders.All(recorder => recorder.IsQuiet))
        {
            if (cancellationToken.IsCancellationRequested || time.GetElapsedTime(started) > DrainPatience)
            {
                return false;
            }

            await Pause(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        return true;
    }

    private async Task ReportAsync(List<SimulatedRecorder> recorders, CancellationToken cancellationToken)
    {
        var isReady = false;
        string? complaint = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!isReady && recorders.All(recorder => recorder.IsConnected))
            {
                isReady = true;
                await Console.Out.WriteLineAsync($"ready: {recorders.Count} recorders");
            }

            if (
                recorders.Select(recorder => recorder.LastError).FirstOrDefault(error => error is not null) is { } error
                && error != complaint
            )
            {
                complaint = error;
                await Console.Out.WriteLineAsync($"says: {error}");
            }

            await Console.Out.WriteLineAsync($"totals {_tally}");
            await Pause(isReady ? TotalsPeriod : TotalsPeriod / 10, cancellationToken);
        }
    }

    private async Task Pause(TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(duration, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
