using System.Diagnostics.Metrics;

namespace Command.Silo.Events;

/// <summary>What the fan-out to consoles cost.</summary>
internal sealed class EventMetrics : IDisposable
{
    public const string MeterName = "Command.Events";

    private readonly Meter _meter;
    private readonly Counter<long> _dropped;

    public EventMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _dropped = _meter.CreateCounter<long>(
            "command.events.dropped",
            "{event}",
            "Hints to a web node that gave way to newer ones in a full lane"
        );
    }

    public void Dropped(long count)
    {
        if (count > 0)
        {
            _dropped.Add(count);
        }
    }

    public void Dispose() => _meter.Dispose();
}
