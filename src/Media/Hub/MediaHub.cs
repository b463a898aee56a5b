using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Command.Media.Codecs;

namespace Command.Media.Hub;

/// <summary>The live streams of this node by their opaque names. Thread-safe.</summary>
public sealed class MediaHub
{
    private readonly ConcurrentDictionary<string, LiveStream> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Waiter> _waiters = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Raised after a stream was opened, on the opener's thread.</summary>
    public event Action<LiveStream>? Opened;

    /// <summary>Raised after a stream was closed, on the closer's thread; the stream names its reason.</summary>
    public event Action<LiveStream>? Closed;

    /// <summary>The streams open now.</summary>
    public IReadOnlyCollection<LiveStream> Streams => [.. _streams.Values];

    /// <summary>Opens a stream.</summary>
    /// <param name="name">Opaque name.</param>
    /// <param name="formats">Its tracks, at least one.</param>
    /// <param name="feedback">The way back to the source.</param>
    /// <returns>The write side, which the caller closes.</returns>
    /// <exception cref="InvalidOperationException">The name is open.</exception>
    public StreamPublisher Open(string name, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfZero(formats.Count, nameof(formats));
        var stream = new LiveStream(name, formats, feedback);
        Waiter? waiter;
        lock (_gate)
        {
            if (!_streams.TryAdd(name, stream))
            {
                stream.Dispose();
                throw new InvalidOperationException($"The stream '{name}' is already open.");
            }
            _waiters.Remove(name, out waiter);
        }
        waiter?.Completion.SetResult(stream);
        Opened?.Invoke(stream);
        return new StreamPublisher(this, stream);
    }

    /// <summary>Finds an open stream.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out LiveStream? stream) => _streams.TryGetValue(name, out stream);

    /// <summary>Waits until a stream is open.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LiveStream> WaitForAsync(string name, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_streams.TryGetValue(name, out var stream))
            {
                return stream;
            }
            if (!_waiters.TryGetValue(name, out var known))
            {
                known = new Waiter();
                _waiters.Add(name, known);
            }
            waiter = known;
            waiter.Count++;
        }
        try
        {
            return await waiter.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                // Names come from outside: the last one to leave takes the entry along.
                if (--waiter.Count == 0 && _waiters.TryGetValue(name, out var current) && current == waiter)
                {
                    _waiters.Remove(name);
                }
            }
        }
    }

    internal void Close(LiveStream stream, string reason)
    {
        _streams.TryRemove(new KeyValuePair<string, LiveStream>(stream.Name, stream));
        stream.Close(reason);
        Closed?.Invoke(stream);
        stream.Dispose();
    }

    private sealed class Waiter
    {
        public TaskCompletionSource<LiveStream> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
