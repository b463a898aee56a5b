using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Command.Contracts.Streams;
using Microsoft.Extensions.Logging;

namespace Command.Silo.MediaNode;

/// <summary>
/// The streams of devices on this node, pulled or pushed. Grains say what shall run and return at once; what happens is told to them by reports. Thread-safe.
/// </summary>
internal sealed partial class DeviceRunner(PullServices services, ILogger<DeviceRunner> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamPath, StreamSource> _sources = [];
    private readonly Dictionary<StreamPath, Task> _loops = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _borrowed;
    private bool _isDisposed;

    /// <summary>
    /// A session (first argument), of a viewer or of a publisher, has to go for a reason (second argument): its device was switched off, removed, or
    /// moved.
    /// </summary>
    public event Action<string, string>? SessionEvicted;

    /// <summary>Streams that are wanted now.</summary>
    public int WantedCount
    {
        get
        {
            lock (_gate)
            {
                return _sources.Values.Count(source => source.IsWanted);
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
            foreach (var source in SourcesOf(deviceId).Where(source => plans.All(plan => plan.Stream != source.Stream)))
            {
                End(source, "stream-removed");
            }
            foreach (var plan in plans)
            {
                Find(plan.Stream, static (stream, services) => new StreamPull(stream, services)).SetPlan(plan);
            }
        }
    }

    /// <summary>Expects a stream here that its device sends by itself, until <see cref="Remove"/>. Idempotent.</summary>
    public void Accept(StreamPath stream)
    {
        lock (_gate)
        {
            if (!_stopping.IsCancellationRequested)
            {
                Find(stream, static (stream, services) => new PushedStream(stream, services)).Accept();
            }
        }
    }

    /// <summary>Ends all streams of a device; their viewers and publishers are told the reason.</summary>
    public void Remove(string deviceId, string reason)
    {
        lock (_gate)
        {
            foreach (var source in SourcesOf(deviceId))
            {
                End(source, reason);
            }
        }
    }

    /// <summary>Ends whoever sends streams of a device, which may be sent again at once.</summary>
    public void EndPublishers(string deviceId, string reason)
    {
        lock (_gate)
        {
            foreach (var source in SourcesOf(deviceId))
            {
                EvictPublisher(source, reason);
            }
        }
    }

    public bool IsWanted(string deviceId)
    {
        lock (_gate)
        {
            return SourcesOf(deviceId).Any(source => source.IsWanted);
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
            return _sources.TryGetValue(stream, out var source) ? source.Facts() : default;
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
            _sources.Clear();
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
            demand = _sources.TryGetValue(stream, out var source) ? source.Demand(holder, isViewer) : null;
            return demand is not null;
        }
    }

    // Under the gate. A name never changes between pulled and pushed: its part says which it is.
    private T Find<T>(StreamPath stream, Func<StreamPath, PullServices, T> make)
        where T : StreamSource
    {
        if (_sources.TryGetValue(stream, out var known))
        {
            return (T)known;
        }
        var source = make(stream, services);
        _sources.Add(stream, source);
        _loops[stream] = Start(source);
        return source;
    }

    private Task Start(StreamSource source)
    {
        // The loop outlives the order that started it: it must carry neither that order's trace nor its grain's scheduler.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => RunAsync(source), CancellationToken.None);
        }
    }

    private async Task RunAsync(StreamSource source)
    {
        try
        {
            await source.RunAsync(TryForget, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // this node stops
        }
        catch (Exception e)
        {
            Log.LoopFailed(logger, source.Stream, e);
            lock (_gate)
            {
                _sources.Remove(source.Stream);
                _loops.Remove(source.Stream);
            }
        }
    }

    private bool TryForget(StreamSource source)
    {
        lock (_gate)
        {
            if (!source.IsOver())
            {
                return false;
            }
            _sources.Remove(source.Stream);
            _loops.Remove(source.Stream);
            return true;
        }
    }

    private void End(StreamSource source, string reason)
    {
        source.End();
        foreach (var holder in source.Holders)
        {
            SessionEvicted?.Invoke(holder, reason);
        }
        EvictPublisher(source, reason);
    }

    private void EvictPublisher(StreamSource source, string reason)
    {
        if (services.Publishers.Of(source.Stream) is { } publisher)
        {
            SessionEvicted?.Invoke(publisher.SessionId, reason);
        }
    }

    private IEnumerable<StreamSource> SourcesOf(string deviceId) => _sources.Values.Where(source => source.Stream.DeviceId == deviceId);

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
