namespace Command.Media.WebRtc;

/// <summary>
/// A publisher's key frame that somebody waits for: asked for at once, and again until it comes, since the request may be lost or its
/// answer. Any thread may ask; the send loop sends.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class KeyFrameWish(TimeProvider time)
{
    private int _isNew;
    private long? _askedAt;
    private long? _sentAt;
    private volatile bool _isOpen;

    /// <summary>Whether somebody waits.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Somebody needs a key frame.</summary>
    public void Ask()
    {
        _isOpen = true;
        Interlocked.Exchange(ref _isNew, 1);
    }

    /// <summary>Whether to send a request now. Send loop.</summary>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="lastKeyFrame">Arrival of the last key frame, or null.</param>
    /// <param name="interval">From one request to the next.</param>
    public bool IsDue(long now, long? lastKeyFrame, TimeSpan interval)
    {
        if (Interlocked.Exchange(ref _isNew, 0) != 0)
        {
            _askedAt = now;
            _sentAt = null;
        }
        if (_askedAt is not { } asked)
        {
            return false;
        }
        if (lastKeyFrame > asked)
        {
            _askedAt = null;
            _isOpen = Volatile.Read(ref _isNew) != 0;
            return false;
        }
        if (_sentAt is { } sent && time.GetElapsedTime(sent, now) < interval)
        {
            return false;
        }
        _sentAt = now;
        return true;
    }
}
