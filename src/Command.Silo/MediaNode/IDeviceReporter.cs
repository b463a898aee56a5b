using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>Tells whoever decides about a device what happens to its streams.</summary>
internal interface IDeviceReporter
{
    /// <summary>Completes when the report is on the record; fails when it is not.</summary>
    Task ReportAsync(StreamPath stream, DeviceReport report, CancellationToken cancellationToken);

    /// <summary>See <see cref="IDeviceGrain.WantedAsync"/>.</summary>
    Task<StateCause?> WantedAsync(StreamPath stream, bool wanted, CancellationToken cancellationToken);

    /// <summary>See <see cref="IPublishedDevice.PublishingAsync"/>.</summary>
    Task PublishingAsync(StreamPath stream, PublisherReport report, CancellationToken cancellationToken);
}
