using System.Diagnostics.Metrics;
using Command.Media.Hub;

namespace Command.Silo.MediaNode;

/// <summary>What this node pulls.</summary>
internal sealed class MediaNodeMetrics : IDisposable
{
    public const string MeterName = "Command.MediaNode";

    private readonly Meter _meter;

    public MediaNodeMetrics(IMeterFactory meters, DeviceRunner runner, MediaHub hub)
    {
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "command.node.streams.wanted",
            () => runner.WantedCount,
            "{stream}",
            "Streams that shall be pulled now"
        );
        _meter.CreateObservableGauge("command.node.streams.live", () => hub.Streams.Count, "{stream}", "Streams that are pulled now");
    }

    public void Dispose() => _meter.Dispose();
}
