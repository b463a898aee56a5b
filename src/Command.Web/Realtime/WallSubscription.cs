using System.Threading.Channels;
using Command.Contracts.Authority;

namespace Command.Web.Realtime;

/// <summary>
/// What one browser has still to be told. Bounded: a newer notice replaces an older one of the same key, and a reader that leaves
/// <see cref="Capacity"/> different ones waiting is closed, comes back and reads the state afresh. Thread-safe.
/// </summary>
internal sealed class WallSubscription(WallObserver owner, string accountId) : IDisposable
{
    /// <summary>Different notices that may wait.</summary>
    public const int Capacity = 2048;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, WallNotice> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>What its reader may be told of; nothing until it is known.</summary>
    private VisibleScope? _scope;

    /// <summary>Whose it is.</summary>
    public string AccountId => accountId;

    /// <summary>Null while open; then why it was closed: too-slow, events-lost or disposed.</summary>
    public string? ClosedBecause { get; private set; }

    /// <summary>Waits for something to drain; false once closed.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (!await _signal.Reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }
        _signal.Reader.TryRead(out _);
        return true;
    }

    /// <summary>Moves what waits into <paramref name="notices"/>, in order.</summary>
    public void Drain(List<WallNotice> notices)
    {
        lock (_gate)
        {
            notices.AddRange(_waiting.Values);
            _waiting.Clear();
        }
    }

    /// <summary>Called by the observer for every event of the site.</summary>
    internal void Offer(WallNotice notice)
    {
        if (Volatile.Read(ref _scope) is not { } scope || NoticeFilter.For(notice, accountId, scope) is not { } visible)
        {
            return;
        }
        notice = visible;
        bool full;
        bool merged;
        lock (_gate)
        {
            // A replacement keeps its place in the order: the first change decides how soon the browser hears.
            merged = !_waiting.TryAdd(notice.Key, notice);
            if (merged)
            {
                _waiting[notice.Key] = notice;
            }
            full = _waiting.Count > Capacity;
        }
        if (merged)
        {
            owner.Metrics.Merged();
        }
        if (full)
        {
            Close("too-slow");
        }
        else
        {
            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>
    /// Takes what the reader may be told of from now on. When that has changed the subscription is closed, so that its reader comes back and reads
    /// everything afresh: what it shows may hold things that are no longer for it, and lack others.
    /// </summary>
    internal void Limit(VisibleScope scope)
    {
        if (Interlocked.Exchange(ref _scope, scope) is { } before && !NoticeFilter.IsSame(before, scope))
        {
            Close("access-changed");
        }
    }

    internal void Close(string reason)
    {
        if (_signal.Writer.TryComplete())
        {
            ClosedBecause = reason;
            owner.Metrics.Closed(reason);
        }
    }

    public void Dispose()
    {
        owner.Remove(this);
        Close("disposed");
    }
}
