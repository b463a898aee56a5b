using Command.Contracts.Common;

namespace Command.Silo.MediaNode;

/// <summary>
/// What the media node and the sessions need from the grain of any device. Its grain class carries <c>[GrainType(kind)]</c> with the first segment
/// of its streams' names.
/// </summary>
[Alias("command.IDeviceGrain")]
internal interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>One of the device's streams changed. The caller waits, so that no change is lost.</summary>
    [Alias("Report")]
    Task ReportAsync(DeviceReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure the node of this grain has the plan of the stream. NotFound for an unknown device or part, Unavailable with the cause while
    /// it is disabled.
    /// </summary>
    [Alias("Offer")]
    Task<CommandResult<StreamOffer>> OfferStreamAsync(string part, CancellationToken cancellationToken);
}
