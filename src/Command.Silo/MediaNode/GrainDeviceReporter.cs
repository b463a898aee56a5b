using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>Tells the device's grain.</summary>
internal sealed class GrainDeviceReporter(IGrainFactory grains) : IDeviceReporter
{
    public Task ReportAsync(StreamPath stream, DeviceReport report, CancellationToken cancellationToken) =>
        DeviceGrains.Find(grains, stream).ReportAsync(report, cancellationToken);

    public Task<StateCause?> WantedAsync(StreamPath stream, bool wanted, CancellationToken cancellationToken) =>
        DeviceGrains.Find(grains, stream).WantedAsync(stream.Part, wanted, cancellationToken);

    public Task PublishingAsync(StreamPath stream, PublisherReport report, CancellationToken cancellationToken) =>
        grains.GetGrain<IPublishedDevice>(GrainId.Create(stream.Kind, stream.DeviceId)).PublishingAsync(report, cancellationToken);
}
