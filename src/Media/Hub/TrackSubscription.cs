using Command.Media.Codecs;
using Command.Media.Rtp;

namespace Command.Media.Hub;

/// <summary>
/// The read side of a track: a cursor in the shared ring, nothing else. One reader thread; any thread may dispose.
/// </summary>
/// <remarks>
/// A reader so slow that its place is no longer kept goes on at the newest key frame (or waits for the next); what it skipped is counted
/// in <see cref="Dropped"/> and the first packet after it says <see cref="RtpPacket.Discontinuity"/>. Sound goes on with the newest packet.
/// </remarks>
public sealed class TrackSubscription : IDisposable
{
    private readonly bool _isVideo;
    private long _next;
    private long _dropped;
    private bool _isAwaitingKeyFrame;
    private bool _hasSkipped;
    private int _isDisposed;

    /// <summary>Called under the track's lock, so that no packet is appended meanwhile.</summary>
    internal TrackSubscription(Track track, SubscriptionStart start, ITrackSignal signal)
    {
        Track = track;
        Signal = signal;
        _isVideo = track.Format.Kind == MediaKind.Video;
        CachedUntil = track.History.Head;
        _next = CachedUntil;
        if (_isVideo && start != SubscriptionStart.Live)
        {
            var key = start == SubscriptionStart.CachedKeyFrame ? track.NewestKeyFrame : -1;
            _isAwaitingKeyFrame = key < 0;
            _next = key < 0 ? _next : key;
        }
    }

    /// <summary>The track.</summary>
    public Track Track { get; }

    /// <summary>Packets below this index were there before the reader came: the cached group of pictures.</summary>
    public long CachedUntil { get; }

    /// <summary>Packets this reader never got because it was too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Packets that wait to be read; while a key frame is awaited, those from it on.</summary>
    public int Pending
    {
        get
        {
            var next = Volatile.Read(ref _next);
            if (AwaitingKeyFrame)
            {
                var key = Track.NewestKeyFrame;
                next = key < next ? Track.History.Head : key;
            }
            return (int)Math.Max(0, Track.History.Head - next);
        }
    }

    /// <summary>Whether nothing will come before a key frame.</summary>
    public bool AwaitingKeyFrame => Volatile.Read(ref _isAwaitingKeyFrame);

    internal ITrackSignal Signal { get; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet, retained: the caller owes one <see cref="RtpPacket.Release"/>.</param>
    /// <param name="index">Its index in the track's history; a jump means skipped packets.</param>
    public bool TryRead(out RtpPacket packet, out long index)
    {
        var history = Track.History;
        while (true)
        {
            index = _next;
            packet = default;
            if (index >= history.Head || Volatile.Read(ref _isDisposed) != 0)
            {
                return false;
            }
            if (_isAwaitingKeyFrame && !TryStartAtKeyFrame())
            {
                return false;
            }
            index = _next;
            if (history.TryRead(index, out packet))
            {
                Volatile.Write(ref _next, index + 1);
                if (_hasSkipped)
                {
                    _hasSkipped = false;
                    packet = packet with { Discontinuity = true };
                }
                return true;
            }
            Skip(history);
        }
    }

    /// <summary>Leaves the track.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Track.Remove(this);
        }
    }

    private bool TryStartAtKeyFrame()
    {
        // Packets before a key frame are not for this reader: they are passed by, not dropped, unless it fell behind. The place itself
        // does not move meanwhile: a key frame whose first packet is just being appended would be passed by as well.
        var key = Track.NewestKeyFrame;
        if (key < _next)
        {
            return false;
        }
        if (_hasSkipped)
        {
            Volatile.Write(ref _dropped, _dropped + (key - _next));
        }
        Volatile.Write(ref _next, key);
        Volatile.Write(ref _isAwaitingKeyFrame, false);
        return true;
    }

    private void Skip(PacketHistory history)
    {
        var from = _next;
        var tail = history.Tail;
        if (from >= tail)
        {
            // Still kept: the read lost a race with nobody that matters; look again.
            return;
        }
        var key = _isVideo ? Track.NewestKeyFrame : -1;
        // Without a key frame video waits at the tail, not at the head: one that is just being appended is not to be passed by.
        var to =
            key > from ? key
            : _isVideo ? tail
            : history.Head;
        _isAwaitingKeyFrame = _isVideo && key <= from;
        _hasSkipped = true;
        Volatile.Write(ref _dropped, _dropped + (to - from));
        Volatile.Write(ref _next, to);
    }
}
