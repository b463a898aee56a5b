using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Devices.Drivers;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// One stream of one device on this node: pulled once for all its viewers while it is wanted. The plan and the viewers may change at any time from
/// any thread; one loop follows them.
/// </summary>
internal sealed partial class StreamPull(StreamPath stream, PullServices services)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _holders = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _reported = NewSignal();
    private StreamPlan? _plan;
    private volatile DeviceReport? _last;
    private volatile GrainDeviceSink? _sink;

    public StreamPath Stream => stream;

    /// <summary>Who wants the stream now.</summary>
    public ImmutableArray<string> Holders
    {
        get
        {
            lock (_gate)
            {
                return [.. _holders.Keys];
            }
        }
    }

    public bool IsWanted
    {
        get
        {
            lock (_gate)
            {
                return Wants(_plan);
            }
        }
    }

    /// <summary>Null before the first report of the present pull.</summary>
    public DeviceReport? LastReport => _last;

    /// <summary>Completes with the next report.</summary>
    public Task Reported => Volatile.Read(ref _reported).Task;

    /// <summary>Sets how the stream is pulled from now on; null ends it.</summary>
    public void SetPlan(StreamPlan? plan)
    {
        lock (_gate)
        {
            if (_plan == plan)
            {
                return;
            }
            _plan = plan;
            Signal();
        }
    }

    /// <param name="holder">Who wants the stream; unique.</param>
    /// <param name="isViewer">False for the server itself, which is not counted as a viewer.</param>
    public StreamDemand Demand(string holder, bool isViewer)
    {
        lock (_gate)
        {
            _holders[holder] = isViewer;
            Signal();
        }
        return new StreamDemand(this, holder);
    }

    public void Release(string holder)
    {
        lock (_gate)
        {
            _holders.Remove(holder);
            Signal();
        }
    }

    public StreamFacts Facts()
    {
        int viewers;
        lock (_gate)
        {
            viewers = _holders.Values.Count(isViewer => isViewer);
        }
        var pulled = services.Hub.TryFind(stream.Value, out var live);
        var lastFrameAt = live?.LastPacketTimestamp is { } timestamp
            ? services.Time.GetUtcNow() - services.Time.GetElapsedTime(timestamp)
            : (DateTimeOffset?)null;
        var tracks = pulled ? _sink?.Telemetry?.Tracks ?? [] : [];
        var video = tracks.FirstOrDefault(track => track.Kind == Media.Codecs.MediaKind.Video);
        return new StreamFacts(viewers, lastFrameAt, (long)tracks.Sum(track => track.BitsPerSecond), video?.FramesPerSecond ?? 0);
    }

    /// <summary>True when nothing is planned and nobody waits: the loop may end.</summary>
    public bool IsOver()
    {
        lock (_gate)
        {
            return _plan is null && _holders.Count == 0;
        }
    }

    /// <summary>Follows plan and viewers until cancelled, or until <paramref name="mayLeave"/> agrees that nothing is left to do.</summary>
    public async Task RunAsync(Func<StreamPull, bool> mayLeave, CancellationToken cancellationToken)
    {
        while (true)
        {
            StreamPlan? plan;
            Task changed;
            lock (_gate)
            {
                plan = Wants(_plan) ? _plan : null;
                changed = _changed.Task;
            }
            if (plan is not null)
            {
                await PullAsync(plan, cancellationToken);
            }
            else if (mayLeave(this))
            {
                return;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task PullAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var sink = new GrainDeviceSink(stream, services.Hub, services.Pool, services.Reporter, Hear, services.Time, services.Logger);
        _sink = sink;
        var isIdle = false;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var run = RunDriverAsync(plan, sink, stop.Token);
            try
            {
                isIdle = await UnwantedAsync(plan, run, cancellationToken);
            }
            finally
            {
                await stop.CancelAsync();
                await run;
                _sink = null;
                _last = null;
            }
        }
        if (isIdle)
        {
            Log.Idle(services.Logger, stream);
            var idle = new DeviceReport(stream.Part, DeviceState.Unknown, DeviceReports.Idle, services.Time.GetUtcNow(), null, [], false);
            await sink.DeliverAsync(idle, cancellationToken);
        }
    }

    // Ends without an exception: this is the top of the supervised loop of one stream.
    private async Task RunDriverAsync(StreamPlan plan, GrainDeviceSink sink, CancellationToken cancellationToken)
    {
        try
        {
            if (!services.Drivers.TryFind(plan.Uri.Scheme, out var driver))
            {
                var cause = new StateCause("protocol-error", $"No driver for {plan.Uri.Scheme}:// is in this server.");
                var report = new DeviceReport(stream.Part, DeviceState.Offline, cause, services.Time.GetUtcNow(), null, [], false);
                await sink.DeliverAsync(report, cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, services.Time, cancellationToken);
                return;
            }
            var session = new DeviceSession(stream.DeviceId, stream.Value, plan.Uri, plan.Credential, plan.Transport);
            var supervisor = new DeviceSupervisor(driver, session, sink, services.Backoff, services.Time, services.Logger);
            await supervisor.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // wanted: whoever cancelled goes on
        }
        catch (Exception e)
        {
            Log.SupervisorFailed(services.Logger, stream, e);
        }
    }

    // True when nobody has wanted the stream for a while, false when the plan changed or the driver's loop ended by itself.
    private async Task<bool> UnwantedAsync(StreamPlan plan, Task run, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isWanted;
            Task changed;
            lock (_gate)
            {
                if (_plan is not { } now || now with { AlwaysOn = plan.AlwaysOn } != plan)
                {
                    return false;
                }
                isWanted = Wants(now);
                changed = _changed.Task;
            }
            if (isWanted)
            {
                if (await Task.WhenAny(changed, run).WaitAsync(cancellationToken) == run)
                {
                    await Task.Delay(services.Backoff.Steps[^1], services.Time, cancellationToken);
                    return false;
                }
            }
            else if (await ElapsesAsync(services.Options.IdleAfter, changed, cancellationToken))
            {
                return true;
            }
        }
    }

    private async Task<bool> ElapsesAsync(TimeSpan wait, Task unless, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var elapsed = Task.Delay(wait, services.Time, stop.Token);
        var first = await Task.WhenAny(unless, elapsed);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == elapsed;
    }

    private void Hear(DeviceReport report)
    {
        _last = report;
        Interlocked.Exchange(ref _reported, NewSignal()).SetResult();
    }

    private bool Wants(StreamPlan? plan) => plan is not null && (plan.AlwaysOn || _holders.Count > 0);

    private void Signal()
    {
        var signal = _changed;
        _changed = NewSignal();
        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(EventName = "StreamIdle", Level = LogLevel.Information, Message = "{Stream} is not pulled any more: nobody watches")]
        public static partial void Idle(ILogger logger, StreamPath stream);

        [LoggerMessage(
            EventName = "SupervisorFailed",
            Level = LogLevel.Error,
            Message = "The loop that keeps {Stream} coming failed; it starts again"
        )]
        public static partial void SupervisorFailed(ILogger logger, StreamPath stream, Exception exception);
    }
}
