using Command.Contracts.Streams;

namespace Command.Silo.MediaNode;

/// <summary>Hands a report to whoever decides about the device.</summary>
internal interface IDeviceReporter
{
    /// <summary>Completes when the report is on the record; fails when it is not.</summary>
    Task ReportAsync(StreamPath stream, DeviceReport report, CancellationToken cancellationToken);
}
