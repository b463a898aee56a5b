using System.Diagnostics.Metrics;
using Command.Media.Hub;

namespace Command.Silo.MediaNode;

/// <summary>The streams of devices on this node.</summary>
internal sealed class MediaNodeMetrics : IDisposable
{
    public const string MeterName = "Command.MediaNode";

    private readonly Meter _meter;

    public MediaNodeMetrics(IMeterFactory meters, DeviceRunner runner, MediaHub hub)
    {
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge("command.node.streams.wanted", () => runner.WantedCount, "{stream}", "Streams that shall come now");
        _meter.CreateObservableGauge("command.node.streams.live", () => hub.Streams.Count, "{stream}", "Streams that come now");
    }

    public void Dispose() => _meter.Dispose();
}
