using System.Buffers;
using System.Text;
using Command.Devices.Drivers;
using Microsoft.Extensions.Logging;

namespace Command.Devices.Mqtt;

/// <summary>
/// The one way in for everything that recorders say, whichever broker brought it: topic to device, payload to message, message to the inbox,
/// one after the other for each device. What must be kept is offered to the inbox until it takes it. Thread-safe.
/// </summary>
internal sealed partial class MqttIngress
{
    private static readonly BackoffOptions Backoff = new()
    {
        Steps = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)],
    };

    private readonly string _site;
    private readonly TimeSpan _statusLifetime;
    private readonly IBodyWornInbox _inbox;
    private readonly DeviceLanes _lanes = new();
    private readonly MqttRefusals _refusals;
    private readonly MqttMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes the way to an inbox.</summary>
    public MqttIngress(
        SiteOptions site,
        MqttOptions options,
        IBodyWornInbox inbox,
        MqttRefusals refusals,
        MqttMetrics metrics,
        TimeProvider time,
        ILogger<MqttIngress> logger
    )
    {
        _site = site.Site;
        _statusLifetime = options.StatusLifetime;
        _inbox = inbox;
        _refusals = refusals;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>Takes one message; completes when it is known what became of it. Calls for one device must come in the order of its messages.</summary>
    /// <param name="message">Read before the first await.</param>
    /// <param name="stopping">This server stops, or the link to a broker that will send it again; not the device's connection: what arrived is taken even when the device has gone.</param>
    public Task<IngressVerdict> ReceiveAsync(in IncomingMessage message, CancellationToken stopping)
    {
        if (!BodyWornTopic.TryParse(_site, message.Topic, out var topic))
        {
            _refusals.Add(MqttRefusal.TopicNotGranted, null, message.Topic);
            return Task.FromResult(IngressVerdict.TopicInvalid);
        }
        if (topic.Kind == BodyWornTopicKind.Unread)
        {
            return Task.FromResult(IngressVerdict.Unread);
        }
        var now = _time.GetUtcNow();
        var context = new PayloadContext(now, message.MustBeKept, message.IsRetained, TextOf(message.Correlation));
        var payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan : message.Payload.ToArray();
        var verdict = BodyWornPayload.TryRead(topic, payload, context, out var read, out var claimed);
        if (verdict == PayloadVerdict.Empty)
        {
            return Task.FromResult(IngressVerdict.Taken);
        }
        if (read is null)
        {
            _refusals.Add(RefusalOf(verdict), topic.Serial, message.Topic);
            return Task.FromResult(IngressVerdict.PayloadInvalid);
        }
        if (claimed is not null && claimed != topic.Serial)
        {
            // The topic is what the broker let this device speak on; the payload is only words.
            _refusals.Add(MqttRefusal.ForgedIdentity, topic.Serial, claimed);
        }
        if (message.IsRetained && read.DeviceTime is { } told && now - told > _statusLifetime)
        {
            _refusals.Add(MqttRefusal.Expired, topic.Serial, message.Topic);
            return Task.FromResult(IngressVerdict.Taken);
        }
        // Events and answers are kept however they were sent: a device that knows no better gets no acknowledgement, but is heard.
        var mustBeKept = message.MustBeKept || topic.Kind is BodyWornTopicKind.Event or BodyWornTopicKind.Answer;
        return Run(topic, read, mustBeKept, message.LaneLimit, stopping);
    }

    /// <summary>Tells the inbox that a connection began or ended, in its turn among the device's messages.</summary>
    public Task<IngressVerdict> TellPresenceAsync(string serial, bool online, string reason, CancellationToken stopping) =>
        Run(
            new BodyWornTopic(serial, BodyWornTopicKind.Status, string.Empty),
            new BodyWornPresence(_time.GetUtcNow(), online, reason, null),
            mustBeKept: true,
            int.MaxValue,
            stopping
        );

    private Task<IngressVerdict> Run(
        in BodyWornTopic topic,
        BodyWornMessage message,
        bool mustBeKept,
        int laneLimit,
        CancellationToken stopping
    )
    {
        var (serial, kind) = (topic.Serial, topic.Kind);
        if (_lanes.TryRun(serial, laneLimit, () => OfferAsync(serial, kind, message, mustBeKept, stopping)) is { } turn)
        {
            return turn;
        }
        if (!mustBeKept)
        {
            _metrics.Dropped.Add(1);
            return Task.FromResult(IngressVerdict.Dropped);
        }
        _refusals.Add(MqttRefusal.Congested, serial, null);
        return Task.FromResult(IngressVerdict.NotSafe);
    }

    private async Task<IngressVerdict> OfferAsync(
        string serial,
        BodyWornTopicKind kind,
        BodyWornMessage message,
        bool mustBeKept,
        CancellationToken stopping
    )
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                stopping.ThrowIfCancellationRequested();
                var verdict = await _inbox.ReceiveAsync(serial, message, stopping).ConfigureAwait(false);
                return Told(serial, kind, verdict);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return IngressVerdict.NotSafe;
            }
            catch (Exception e)
            {
                // The inbox could not: its database or its silo is away. Telemetry goes, everything else waits here, and with it the PUBACK.
                _metrics.Retried.Add(1);
                if (!mustBeKept)
                {
                    Log.Lost(_logger, serial, kind, e);
                    return IngressVerdict.Dropped;
                }
                Log.Again(_logger, serial, kind, failures, e);
            }
            try
            {
                await Task.Delay(Backoff.WaitAfter(failures, Random.Shared.NextDouble()), _time, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return IngressVerdict.NotSafe;
            }
        }
    }

    private IngressVerdict Told(string serial, BodyWornTopicKind kind, InboxVerdict verdict)
    {
        switch (verdict)
        {
            case InboxVerdict.Taken or InboxVerdict.Duplicate:
                _metrics.Took(kind);
                return IngressVerdict.Taken;
            case InboxVerdict.UnknownDevice:
                _refusals.Add(MqttRefusal.UnknownDevice, serial, null);
                return IngressVerdict.NotAuthorized;
            default:
                _refusals.Add(MqttRefusal.RefusedByInbox, serial, kind.ToString());
                return IngressVerdict.PayloadInvalid;
        }
    }

    private static MqttRefusal RefusalOf(PayloadVerdict verdict) =>
        verdict switch
        {
            PayloadVerdict.TooLarge or PayloadVerdict.TooMany => MqttRefusal.TooLarge,
            PayloadVerdict.NotJson => MqttRefusal.NotJson,
            _ => MqttRefusal.BadPayload,
        };

    private static string? TextOf(byte[]? correlation) =>
        correlation is { Length: > 0 and <= BodyWornPayload.MaxWord } ? Encoding.UTF8.GetString(correlation) : null;

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "MqttInboxFailed",
            Level = LogLevel.Error,
            Message = "The inbox could not take {Kind} of recorder {Serial} (attempt {Attempt}); it is not acknowledged and will be offered again"
        )]
        public static partial void Again(ILogger logger, string serial, BodyWornTopicKind kind, int attempt, Exception exception);

        [LoggerMessage(
            EventName = "MqttTelemetryLost",
            Level = LogLevel.Warning,
            Message = "The inbox could not take {Kind} of recorder {Serial}; it was sent without acknowledgement and is lost"
        )]
        public static partial void Lost(ILogger logger, string serial, BodyWornTopicKind kind, Exception exception);
    }
}
