using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>
/// One stream of one device on this node, as its viewers see it. Who wants it may change at any time from any thread; one loop follows.
/// </summary>
internal abstract class StreamSource(StreamPath stream, PullServices services)
{
    private readonly Dictionary<string, bool> _holders = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _reported = NewSignal();
    private volatile DeviceReport? _last;

    public StreamPath Stream => stream;

    /// <summary>Who wants the stream now.</summary>
    public ImmutableArray<string> Holders
    {
        get
        {
            lock (Gate)
            {
                return [.. _holders.Keys];
            }
        }
    }

    public abstract bool IsWanted { get; }

    /// <summary>Null while there is nothing to say about the present attempt to get the stream.</summary>
    public DeviceReport? LastReport => _last;

    /// <summary>Completes with the next report.</summary>
    public Task Reported => Volatile.Read(ref _reported).Task;

    /// <summary>What a viewer is told who waited in vain.</summary>
    public abstract StateCause Absence { get; }

    /// <summary>Guards the holders and whatever a derived class decides by.</summary>
    protected Lock Gate { get; } = new();

    protected PullServices Services => services;

    /// <summary>Under the gate: whether anybody wants the stream.</summary>
    protected bool IsHeld => _holders.Count > 0;

    /// <summary>Under the gate: completes with the next change of what this decides by.</summary>
    protected Task Changed => _changed.Task;

    /// <summary>Under the gate: what shall run on this node is known.</summary>
    protected abstract bool IsPlanned { get; }

    /// <param name="holder">Who wants the stream; unique.</param>
    /// <param name="isViewer">False for the server itself, which is not counted as a viewer.</param>
    public StreamDemand Demand(string holder, bool isViewer)
    {
        lock (Gate)
        {
            _holders[holder] = isViewer;
            OnDemand();
            Signal();
        }
        return new StreamDemand(this, holder);
    }

    public void Release(string holder)
    {
        lock (Gate)
        {
            _holders.Remove(holder);
            Signal();
        }
    }

    public StreamFacts Facts()
    {
        int viewers;
        lock (Gate)
        {
            viewers = _holders.Values.Count(isViewer => isViewer);
        }
        var isLive = services.Hub.TryFind(stream.Value, out var live);
        var lastFrameAt = live?.LastPacketTimestamp is { } timestamp
            ? services.Time.GetUtcNow() - services.Time.GetElapsedTime(timestamp)
            : (DateTimeOffset?)null;
        var (bitsPerSecond, framesPerSecond) = isLive ? Rates() : default;
        return new StreamFacts(viewers, lastFrameAt, bitsPerSecond, framesPerSecond);
    }

    /// <summary>True when nothing is planned and nobody waits: the loop may end.</summary>
    public bool IsOver()
    {
        lock (Gate)
        {
            return !IsPlanned && !IsHeld;
        }
    }

    /// <summary>The device's grain wants it here no longer.</summary>
    public abstract void End();

    /// <summary>Follows plan and viewers until cancelled, or until <paramref name="mayLeave"/> agrees that nothing is left to do.</summary>
    public abstract Task RunAsync(Func<StreamSource, bool> mayLeave, CancellationToken cancellationToken);

    /// <summary>What comes from the device now: bits per second over all tracks, pictures per second.</summary>
    protected abstract (long BitsPerSecond, double FramesPerSecond) Rates();

    /// <summary>Under the gate: somebody came who wants the stream.</summary>
    protected virtual void OnDemand() { }

    protected void Hear(DeviceReport report)
    {
        _last = report;
        Interlocked.Exchange(ref _reported, NewSignal()).SetResult();
    }

    /// <summary>What was heard concerns an attempt that is over.</summary>
    protected void ForgetReport() => _last = null;

    /// <summary>Under the gate: something changed that the loop decides by.</summary>
    protected void Signal()
    {
        var signal = _changed;
        _changed = NewSignal();
        signal.SetResult();
    }

    /// <summary>True when the time passed, false when <paramref name="unless"/> came first.</summary>
    protected async Task<bool> ElapsesAsync(TimeSpan wait, Task unless, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var elapsed = Task.Delay(wait, services.Time, stop.Token);
        var first = await Task.WhenAny(unless, elapsed);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == elapsed;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
