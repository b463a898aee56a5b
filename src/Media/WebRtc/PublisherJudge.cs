namespace Command.Media.WebRtc;

/// <summary>Decides how well a publisher is heard. One thread: the send loop.</summary>
internal sealed class PublisherJudge
{
    /// <summary>Loss above which a second is bad.</summary>
    public const double BadLoss = 0.10;

    /// <summary>Bits below which a second with pictures is bad; sound alone needs less.</summary>
    public const long BadBitsPerSecond = 150_000;

    /// <summary>Seconds in a row that change the verdict.</summary>
    public const int SecondsUntilSure = 5;

    /// <summary>Without media for so long a publisher is silent.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    /// <summary>Without media for so long its session is over.</summary>
    public static readonly TimeSpan OverAfter = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly long _since;
    private readonly bool _hasVideo;
    private int _bad;
    private int _good;

    /// <summary>Begins when the peer is connected.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="hasVideo">Whether pictures are expected.</param>
    public PublisherJudge(TimeProvider time, long now, bool hasVideo)
    {
        _time = time;
        _since = now;
        _hasVideo = hasVideo;
    }

    /// <summary>The verdict.</summary>
    public PublisherState State { get; private set; } = PublisherState.Connecting;

    /// <summary>Whether it was silent for too long.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Looks at the clock.</summary>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="lastPacket">Arrival of the last packet with content, or null.</param>
    public void Look(long now, long? lastPacket)
    {
        var silence = _time.GetElapsedTime(lastPacket ?? _since, now);
        IsOver = silence >= OverAfter;
        if (silence >= SilentAfter)
        {
            State = PublisherState.Silent;
        }
        else if (lastPacket is not null && State is PublisherState.Connecting or PublisherState.Silent)
        {
            State = PublisherState.Live;
            _bad = 0;
            _good = 0;
        }
    }

    /// <summary>Takes the measure of one second.</summary>
    public void Judge(PublisherSample second)
    {
        if (State is not (PublisherState.Live or PublisherState.Weak))
        {
            return;
        }
        var isBad = second.FractionLost > BadLoss || (_hasVideo && second.BitsPerSecond < BadBitsPerSecond);
        _bad = isBad ? _bad + 1 : 0;
        _good = isBad ? 0 : _good + 1;
        State =
            _bad >= SecondsUntilSure ? PublisherState.Weak
            : _good >= SecondsUntilSure ? PublisherState.Live
            : State;
    }
}
