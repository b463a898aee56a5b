using System.Collections.Immutable;
using Command.Contracts.Events;

namespace Command.Silo.Events;

/// <summary>
/// What one observer has not been told yet. Status is last-value-wins: a newer value of the same thing takes the older one's place, so that the
/// lane is bounded by the number of things that change. Not thread-safe.
/// </summary>
internal sealed class ObserverLane(int capacity)
{
    private readonly Dictionary<object, LinkedListNode<WallEvent>> _latest = [];
    private readonly LinkedList<WallEvent> _pending = [];

    /// <summary>Until when the observer counts as alive without renewal.</summary>
    public DateTimeOffset Expires { get; set; }

    /// <summary>A call to the observer is under way; the next batch waits for it.</summary>
    public bool Busy { get; set; }

    public int Pending => _pending.Count;

    /// <summary>Events that gave way because the lane was full: the oldest first.</summary>
    public long Dropped { get; private set; }

    public void Add(WallEvent item)
    {
        var subject = SubjectOf(item);
        if (subject is not null && _latest.Remove(subject, out var older))
        {
            _pending.Remove(older);
        }
        if (_pending.Count >= capacity && _pending.First is { } oldest)
        {
            Forget(oldest);
            Dropped++;
        }
        var node = _pending.AddLast(item);
        if (subject is not null)
        {
            _latest[subject] = node;
        }
    }

    /// <summary>Takes up to <paramref name="count"/> events, oldest first.</summary>
    public ImmutableArray<WallEvent> Take(int count)
    {
        var batch = ImmutableArray.CreateBuilder<WallEvent>(Math.Min(count, _pending.Count));
        while (batch.Count < count && _pending.First is { } node)
        {
            Forget(node);
            batch.Add(node.Value);
        }
        return batch.ToImmutable();
    }

    private void Forget(LinkedListNode<WallEvent> node)
    {
        _pending.Remove(node);
        if (SubjectOf(node.Value) is { } subject)
        {
            _latest.Remove(subject);
        }
    }

    // A removed device shares its subject with its changes, so that no older change can come after the removal.
    private static object? SubjectOf(WallEvent item) =>
        item switch
        {
            DeviceChanged changed => ("device", changed.Device.Id),
            DeviceRemoved removed => ("device", removed.DeviceId),
            StreamChanged changed => changed.Stream,
            UnitsChanged => typeof(UnitsChanged),
            WallChanged changed => ("wall", changed.AccountId),
            SignalChanged changed => ("signal", changed.Signal.Id),
            _ => null,
        };
}
