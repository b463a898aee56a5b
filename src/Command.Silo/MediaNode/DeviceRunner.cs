using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Command.Contracts.Streams;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// The streams this node pulls. Grains say what shall run and return at once; what happens is told to them by reports. Thread-safe.
/// </summary>
internal sealed partial class DeviceRunner(PullServices services, ILogger<DeviceRunner> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamPath, StreamPull> _pulls = [];
    private readonly Dictionary<StreamPath, Task> _loops = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _borrowed;
    private bool _isDisposed;

    /// <summary>A viewer (first argument) has to go for a reason (second argument): its device was switched off, removed, or moved.</summary>
    public event Action<string, string>? ViewerEvicted;

    /// <summary>Streams that are wanted now.</summary>
    public int WantedCount
    {
        get
        {
            lock (_gate)
            {
                return _pulls.Values.Count(pull => pull.IsWanted);
            }
        }
    }

    /// <summary>Sets which streams of a device are pulled, and how; a stream that is not named any more ends.</summary>
    public void Configure(string deviceId, ImmutableArray<StreamPlan> plans)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }
            foreach (var pull in PullsOf(deviceId).Where(pull => plans.All(plan => plan.Stream != pull.Stream)))
            {
                End(pull, "stream-removed");
            }
            foreach (var plan in plans)
            {
                if (!_pulls.TryGetValue(plan.Stream, out var pull))
                {
                    pull = new StreamPull(plan.Stream, services);
                    _pulls.Add(plan.Stream, pull);
                    _loops[plan.Stream] = Start(pull);
                }
                pull.SetPlan(plan);
            }
        }
    }

    /// <summary>Ends all streams of a device; their viewers are told the reason.</summary>
    public void Remove(string deviceId, string reason)
    {
        lock (_gate)
        {
            foreach (var pull in PullsOf(deviceId))
            {
                End(pull, reason);
            }
        }
    }

    public bool IsWanted(string deviceId)
    {
        lock (_gate)
        {
            return PullsOf(deviceId).Any(pull => pull.IsWanted);
        }
    }

    /// <summary>Keeps a stream pulled for a viewer; false when no grain has planned it here.</summary>
    public bool TryDemand(StreamPath stream, string viewer, [NotNullWhen(true)] out StreamDemand? demand) =>
        TryDemand(stream, viewer, true, out demand);

    /// <summary>Keeps a stream pulled for this server itself; false when no grain has planned it here.</summary>
    public bool TryBorrow(StreamPath stream, [NotNullWhen(true)] out StreamDemand? demand) =>
        TryDemand(stream, $"server/{Interlocked.Increment(ref _borrowed)}", false, out demand);

    public StreamFacts FactsOf(StreamPath stream)
    {
        lock (_gate)
        {
            return _pulls.TryGetValue(stream, out var pull) ? pull.Facts() : default;
        }
    }

    /// <summary>The first of the streams that is live, or the first.</summary>
    public StreamPath BestOf(ImmutableArray<StreamPath> streams)
    {
        foreach (var stream in streams)
        {
            if (services.Hub.TryFind(stream.Value, out _))
            {
                return stream;
            }
        }
        return streams[0];
    }

    /// <summary>Ends everything and waits for it; orders that come later are without effect.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Task[] loops;
        lock (_gate)
        {
            loops = [.. _loops.Values];
            _pulls.Clear();
            _loops.Clear();
        }
        await Task.WhenAll(loops);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync();
            _stopping.Dispose();
        }
    }

    private bool TryDemand(StreamPath stream, string holder, bool isViewer, [NotNullWhen(true)] out StreamDemand? demand)
    {
        lock (_gate)
        {
            demand = _pulls.TryGetValue(stream, out var pull) ? pull.Demand(holder, isViewer) : null;
            return demand is not null;
        }
    }

    private Task Start(StreamPull pull)
    {
        // The loop outlives the order that started it: it must carry neither that order's trace nor its grain's scheduler.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => RunAsync(pull), CancellationToken.None);
        }
    }

    private async Task RunAsync(StreamPull pull)
    {
        try
        {
            await pull.RunAsync(TryForget, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // this node stops
        }
        catch (Exception e)
        {
            Log.LoopFailed(logger, pull.Stream, e);
            lock (_gate)
            {
                _pulls.Remove(pull.Stream);
                _loops.Remove(pull.Stream);
            }
        }
    }

    private bool TryForget(StreamPull pull)
    {
        lock (_gate)
        {
            if (!pull.IsOver())
            {
                return false;
            }
            _pulls.Remove(pull.Stream);
            _loops.Remove(pull.Stream);
            return true;
        }
    }

    private void End(StreamPull pull, string reason)
    {
        pull.SetPlan(null);
        foreach (var holder in pull.Holders)
        {
            ViewerEvicted?.Invoke(holder, reason);
        }
    }

    private IEnumerable<StreamPull> PullsOf(string deviceId) => _pulls.Values.Where(pull => pull.Stream.DeviceId == deviceId);

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "PullLoopFailed",
            Level = LogLevel.Error,
            Message = "{Stream} is lost to this node until its grain plans it again"
        )]
        public static partial void LoopFailed(ILogger logger, StreamPath stream, Exception exception);
    }
}
