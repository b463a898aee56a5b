using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Silo.MediaNode;

/// <summary>
/// What the media node and the sessions need from the grain of any device. Its grain class carries <c>[GrainType(kind)]</c> with the first segment
/// of its streams' names.
/// </summary>
[Alias("command.IDeviceGrain")]
internal interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>One of the device's streams changed. The caller waits, so that no change is lost. Never called for streams that are pushed.</summary>
    [Alias("Report")]
    Task ReportAsync(DeviceReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure the node of this grain knows the stream: its plan, or that the device pushes it (<see cref="DeviceRunner.Accept"/>). NotFound for
    /// an unknown device or part, Unavailable with the cause while it is disabled.
    /// </summary>
    [Alias("Offer")]
    Task<CommandResult<StreamOffer>> OfferStreamAsync(string part, CancellationToken cancellationToken);

    /// <summary>
    /// Whether anybody wants a stream that the device pushes: told when the first viewer comes and 30 s after the last has left, again after a
    /// failure. Null when the stream runs or may come; else why it cannot be asked for now: viewers are refused with it at once.
    /// </summary>
    [Alias("Wanted")]
    Task<StateCause?> WantedAsync(string part, bool wanted, CancellationToken cancellationToken);

    /// <summary>Activates the grain, which begins whatever has to run; called after the start of a node and again and again.</summary>
    [Alias("Wake")]
    Task WakeAsync(CancellationToken cancellationToken);

    /// <summary>The silo that the device's streams are on. Used for placement only.</summary>
    [Alias("Where"), AlwaysInterleave]
    Task<string> WhereAsync(CancellationToken cancellationToken);
}
