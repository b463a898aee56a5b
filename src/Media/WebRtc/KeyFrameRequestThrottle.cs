using System.Runtime.CompilerServices;
using Command.Media.Hub;

namespace Command.Media.WebRtc;

/// <summary>
/// Merges the key-frame requests of all viewers of one track into few. Thread-safe.
/// </summary>
/// <remarks>
/// A request that comes too soon after the last is not dropped but stays pending, and is asked again, until a key frame arrives: a browser
/// that never got a picture does not ask a second time, so a lost request would mean a black tile for ever.
/// </remarks>
internal sealed class KeyFrameRequestThrottle
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);
    private static readonly ConditionalWeakTable<Track, KeyFrameRequestThrottle> Throttles = [];

    private readonly Lock _gate = new();
    private readonly Track _track;
    private long? _sentAt;
    private long? _askedAt;

    private KeyFrameRequestThrottle(Track track)
    {
        _track = track;
    }

    /// <summary>Whether somebody waits for a key frame.</summary>
    public bool IsPending
    {
        get
        {
            lock (_gate)
            {
                return _askedAt is not null;
            }
        }
    }

    /// <summary>The one throttle of a track.</summary>
    public static KeyFrameRequestThrottle Of(Track track) => Throttles.GetValue(track, static key => new KeyFrameRequestThrottle(key));

    /// <summary>A viewer needs a key frame.</summary>
    /// <param name="now">Now, from <paramref name="time"/>.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Whether the source was asked just now.</returns>
    public bool Request(long now, TimeProvider time)
    {
        lock (_gate)
        {
            // A key frame that came after an older request answers that one only: this viewer may be asking because it lost it.
            if (_askedAt is not { } asked || _track.LastKeyFrameTimestamp > asked)
            {
                _askedAt = now;
            }
        }
        return Poll(now, time);
    }

    /// <summary>Asks the source if it is time to; called now and then by every viewer.</summary>
    /// <returns>Whether the source was asked just now.</returns>
    public bool Poll(long now, TimeProvider time)
    {
        lock (_gate)
        {
            if (_askedAt is not { } asked)
            {
                return false;
            }
            if (_track.LastKeyFrameTimestamp is { } delivered && delivered > asked)
            {
                _askedAt = null;
                return false;
            }
            if (_sentAt is { } sent && time.GetElapsedTime(sent, now) < (sent >= asked ? RetryInterval : Interval))
            {
                return false;
            }
            _sentAt = now;
        }
        _track.Feedback.RequestKeyFrame();
        return true;
    }
}
