using System.Collections.Immutable;
using Command.Media.Codecs;

namespace Command.Media.Hub;

/// <summary>The tracks of one source and its life, from open to close. Thread-safe.</summary>
public sealed class LiveStream : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private volatile string? _closeReason;

    internal LiveStream(string name, IReadOnlyList<TrackFormat> formats, ITrackFeedback feedback)
    {
        Name = name;
        Ended = _ended.Token;
        Tracks = [.. formats.Select(format => new Track(this, format, feedback))];
    }

    /// <summary>Raised after a reader came or went, on its thread.</summary>
    public event Action<LiveStream>? SubscribersChanged;

    /// <summary>The opaque name it was opened under.</summary>
    public string Name { get; }

    /// <summary>The tracks, in the source's order.</summary>
    public ImmutableArray<Track> Tracks { get; }

    /// <summary>Readers over all tracks.</summary>
    public int SubscriberCount => Tracks.Sum(track => track.SubscriberCount);

    /// <summary>Why it ended; null while it lives. Set before <see cref="Ended"/> fires.</summary>
    public string? CloseReason => _closeReason;

    /// <summary>Cancelled when the stream has ended.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Arrival of the last packet of any track (<see cref="TimeProvider.GetTimestamp"/>), or null.</summary>
    public long? LastPacketTimestamp => Tracks.Max(track => track.LastPacketTimestamp);

    /// <summary>Arrival of the start of the last key frame (<see cref="TimeProvider.GetTimestamp"/>), or null.</summary>
    public long? LastKeyFrameTimestamp => Tracks.Max(track => track.LastKeyFrameTimestamp);

    /// <summary>Releases the token's source; the hub calls it after the end.</summary>
    public void Dispose() => _ended.Dispose();

    internal void OnSubscribersChanged() => SubscribersChanged?.Invoke(this);

    /// <summary>Ends the stream: the reason first, then the packets, then everybody is told.</summary>
    internal void Close(string reason)
    {
        _closeReason = reason;
        foreach (var track in Tracks)
        {
            track.Close();
        }
        _ended.Cancel();
    }
}
