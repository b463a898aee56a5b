using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Devices.Drivers;
using Command.Media.Codecs;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// One stream of one device on this node that is pulled, once for all its viewers, while it is wanted. The plan and the viewers may change at any time
/// from any thread; one loop follows them.
/// </summary>
internal sealed partial class StreamPull(StreamPath stream, PullServices services) : StreamSource(stream, services)
{
    private static readonly StateCause Connecting = new("connecting", "The source is being connected; it has not answered yet.");

    private StreamPlan? _plan;
    private volatile GrainDeviceSink? _sink;

    public override StateCause Absence => Connecting;

    public override bool IsWanted
    {
        get
        {
            lock (Gate)
            {
                return Wants(_plan);
            }
        }
    }

    protected override bool IsPlanned => _plan is not null;

    /// <summary>Sets how the stream is pulled from now on; null ends it.</summary>
    public void SetPlan(StreamPlan? plan)
    {
        lock (Gate)
        {
            if (_plan == plan)
            {
                return;
            }
            _plan = plan;
            Signal();
        }
    }

    public override void End() => SetPlan(null);

    public override async Task RunAsync(Func<StreamSource, bool> mayLeave, CancellationToken cancellationToken)
    {
        while (true)
        {
            StreamPlan? plan;
            Task changed;
            lock (Gate)
            {
                plan = Wants(_plan) ? _plan : null;
                changed = Changed;
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

    protected override (long BitsPerSecond, double FramesPerSecond) Rates()
    {
        var tracks = _sink?.Telemetry?.Tracks ?? [];
        var video = tracks.FirstOrDefault(track => track.Kind == MediaKind.Video);
        return ((long)tracks.Sum(track => track.BitsPerSecond), video?.FramesPerSecond ?? 0);
    }

    private async Task PullAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var sink = new GrainDeviceSink(Stream, Services.Hub, Services.Pool, Services.Reporter, Hear, Services.Time, Services.Logger);
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
                ForgetReport();
            }
        }
        if (isIdle)
        {
            Log.Idle(Services.Logger, Stream);
            var idle = new DeviceReport(Stream.Part, DeviceState.Unknown, DeviceReports.Idle, Services.Time.GetUtcNow(), null, [], false);
            await sink.DeliverAsync(idle, cancellationToken);
        }
    }

    // Ends without an exception: this is the top of the supervised loop of one Stream.
    private async Task RunDriverAsync(StreamPlan plan, GrainDeviceSink sink, CancellationToken cancellationToken)
    {
        try
        {
            if (!Services.Drivers.TryFind(plan.Uri.Scheme, out var driver))
            {
                var cause = new StateCause("protocol-error", $"No driver for {plan.Uri.Scheme}:// is in this server.");
                var report = new DeviceReport(Stream.Part, DeviceState.Offline, cause, Services.Time.GetUtcNow(), null, [], false);
                await sink.DeliverAsync(report, cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, Services.Time, cancellationToken);
                return;
            }
            var session = new DeviceSession(Stream.DeviceId, Stream.Value, plan.Uri, plan.Credential, plan.Transport);
            var supervisor = new DeviceSupervisor(driver, session, sink, Services.Backoff, Services.Time, Services.Logger);
            await supervisor.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // wanted: whoever cancelled goes on
        }
        catch (Exception e)
        {
            Log.SupervisorFailed(Services.Logger, Stream, e);
        }
    }

    // True when nobody has wanted the stream for a while, false when the plan changed or the driver's loop ended by itself.
    private async Task<bool> UnwantedAsync(StreamPlan plan, Task run, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isWanted;
            Task changed;
            lock (Gate)
            {
                if (_plan is not { } now || now with { AlwaysOn = plan.AlwaysOn } != plan)
                {
                    return false;
                }
                isWanted = Wants(now);
                changed = Changed;
            }
            if (isWanted)
            {
                if (await Task.WhenAny(changed, run).WaitAsync(cancellationToken) == run)
                {
                    await Task.Delay(Services.Backoff.Steps[^1], Services.Time, cancellationToken);
                    return false;
                }
            }
            else if (await ElapsesAsync(Services.Options.IdleAfter, changed, cancellationToken))
            {
                return true;
            }
        }
    }

    private bool Wants(StreamPlan? plan) => plan is not null && (plan.AlwaysOn || IsHeld);

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
