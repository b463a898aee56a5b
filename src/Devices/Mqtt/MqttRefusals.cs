using Microsoft.Extensions.Logging;

namespace Command.Devices.Mqtt;

/// <summary>
/// Counts refusals and logs them at a bounded rate: of each reason the first one, then at most one line in ten seconds, with how many came since
/// and the latest of them. Thread-safe.
/// </summary>
internal sealed partial class MqttRefusals
{
    private const int MaxShown = 96;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly int Reasons = Enum.GetValues<MqttRefusal>().Length;

    private readonly MqttMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long[] _totals = new long[Reasons];
    private readonly long[] _told = new long[Reasons];
    private readonly long[] _toldAt = new long[Reasons];

    /// <summary>Makes the tally.</summary>
    public MqttRefusals(MqttMetrics metrics, TimeProvider time, ILogger<MqttRefusals> logger)
    {
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>How many of a reason there were.</summary>
    public long Count(MqttRefusal reason) => Interlocked.Read(ref _totals[(int)reason]);

    /// <summary>One more.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="who">Serial or address; untrusted text.</param>
    /// <param name="what">Topic, filter or words; untrusted text. Never a password.</param>
    public void Add(MqttRefusal reason, string? who, string? what)
    {
        var kind = (int)reason;
        var total = Interlocked.Increment(ref _totals[kind]);
        _metrics.Refused(reason);
        var now = _time.GetTimestamp();
        var last = Interlocked.Read(ref _toldAt[kind]);
        if (last != 0 && _time.GetElapsedTime(last, now) < Period)
        {
            return;
        }
        if (Interlocked.CompareExchange(ref _toldAt[kind], now == 0 ? 1 : now, last) == last)
        {
            var count = total - Interlocked.Exchange(ref _told[kind], total);
            Log.Refused(_logger, reason, count, BoundedText.Clean(who, MaxShown), BoundedText.Clean(what, MaxShown));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "MqttRefused", Level = LogLevel.Warning, Message = "{Reason}, {Count} times; the latest: {Who} {What}")]
        public static partial void Refused(ILogger logger, MqttRefusal reason, long count, string who, string what);
    }
}
