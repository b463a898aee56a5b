using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Command.Media.Hosting;

/// <summary>The running sessions of a media server by their ids, and the names that publishers hold. Bounded; thread-safe.</summary>
/// <param name="limit">Sessions at a time.</param>
internal sealed class SessionTable(int limit)
{
    private readonly ConcurrentDictionary<string, MediaSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _publishedNames = new(StringComparer.Ordinal);
    private int _places;

    /// <summary>Sessions at a time.</summary>
    public int Limit => limit;

    /// <summary>Whether no session runs.</summary>
    public bool IsEmpty => _sessions.IsEmpty;

    /// <summary>All sessions, as they are while one looks; takes no lock.</summary>
    public IEnumerable<MediaSession> All => _sessions.Select(pair => pair.Value);

    /// <summary>Sessions of one direction.</summary>
    public long Count(bool isPublisher) => All.LongCount(session => session is PublisherEntry == isPublisher);

    /// <summary>Takes one place, before a session is made.</summary>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _places) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _places);
        return false;
    }

    /// <summary>Gives a place back that no session got.</summary>
    public void GivePlaceBack() => Interlocked.Decrement(ref _places);

    /// <summary>Adds a session for which a place was taken.</summary>
    public bool TryAdd(MediaSession session) => _sessions.TryAdd(session.Id, session);

    /// <summary>Finds a session.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out MediaSession? session) => _sessions.TryGetValue(id, out session);

    /// <summary>Takes a session out and frees its place.</summary>
    public void Remove(string id)
    {
        if (_sessions.TryRemove(id, out _))
        {
            Interlocked.Decrement(ref _places);
        }
    }

    /// <summary>Reserves a stream's name for a publisher's session.</summary>
    public bool TryHoldName(string streamName, string sessionId) => _publishedNames.TryAdd(streamName, sessionId);

    /// <summary>Gives the name back if that session holds it.</summary>
    public void FreeName(string streamName, string sessionId) =>
        _publishedNames.TryRemove(new KeyValuePair<string, string>(streamName, sessionId));
}
