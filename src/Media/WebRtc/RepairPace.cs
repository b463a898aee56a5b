namespace Command.Media.WebRtc;

/// <summary>How long to wait for lost packets, by the round trip to who sends them again. Pure.</summary>
/// <remarks>
/// With a tenth lost each way one request in five fails, and of a hundred packets ten need one: five requests leave one picture in many
/// minutes broken. What takes longer than a second is better replaced by a key frame.
/// </remarks>
internal static class RepairPace
{
    /// <summary>Requests for one packet.</summary>
    public const int MaximumRequests = 6;

    /// <summary>A packet that comes this much later than the next was not lost, only overtaken.</summary>
    public static readonly TimeSpan ReorderTolerance = TimeSpan.FromMilliseconds(10);

    /// <summary>Assumed before the first measurement.</summary>
    public static readonly TimeSpan UnknownRoundTrip = TimeSpan.FromMilliseconds(100);

    private const double IntervalsPerRoundTrip = 1.25;
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestKeyFrameInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestKeyFrameInterval = TimeSpan.FromSeconds(1);

    /// <summary>From one request for a packet to the next: a sender does not send again what may still be on its way.</summary>
    public static TimeSpan Interval(TimeSpan roundTrip) => Max(roundTrip * IntervalsPerRoundTrip, ShortestInterval);

    /// <summary>From the moment a packet is missed until it is given up: time for all requests and the last answer.</summary>
    public static TimeSpan Wait(TimeSpan roundTrip) =>
        Clamp(ReorderTolerance + (Interval(roundTrip) * MaximumRequests), ShortestWait, LongestWait);

    /// <summary>From one request for a key frame to the next.</summary>
    public static TimeSpan KeyFrameInterval(TimeSpan roundTrip) => Clamp(roundTrip * 3, ShortestKeyFrameInterval, LongestKeyFrameInterval);

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) =>
        value < least ? least
        : value > most ? most
        : value;
}
