using System.Diagnostics.Metrics;

namespace Command.Web.Realtime;

/// <summary>What the queues to browsers merge, and why they are closed.</summary>
internal sealed class EventStreamMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _merged;
    private readonly Counter<long> _closed;

    public EventStreamMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Command.Web");
        _merged = _meter.CreateCounter<long>(
            "command.web.events.merged",
            "{event}",
            "Events to a browser that took the place of an older one of the same device or stream"
        );
        _closed = _meter.CreateCounter<long>(
            "command.web.event_streams.closed",
            "{stream}",
            "Event queues of browsers and pages that were closed, by reason: disposed, too-slow, events-lost"
        );
    }

    public void Merged() => _merged.Add(1);

    public void Closed(string reason) => _closed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
