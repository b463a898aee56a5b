using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>Hands reports to the device's grain.</summary>
internal sealed class GrainDeviceReporter(IGrainFactory grains) : IDeviceReporter
{
    public Task ReportAsync(StreamPath stream, DeviceReport report, CancellationToken cancellationToken) =>
        grains.GetGrain<IDeviceGrain>(GrainId.Create(stream.Kind, stream.DeviceId)).ReportAsync(report, cancellationToken);
}
