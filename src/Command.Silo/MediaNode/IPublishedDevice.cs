using Command.Contracts.Common;

namespace Command.Silo.MediaNode;

/// <summary>What the sessions of publishers need from the grain of a device that pushes its streams (same grain as <see cref="IDeviceGrain"/>).</summary>
[Alias("command.IPublishedDevice")]
internal interface IPublishedDevice : IGrainWithStringKey
{
    /// <summary>
    /// May this publisher stream now? Asked before its offer is answered, after the right was granted. Refused when the device's own rules are
    /// against it.
    /// </summary>
    [Alias("AdmitPublisher")]
    Task<CommandResult> AdmitPublisherAsync(CommandContext context, string part, CancellationToken cancellationToken);

    /// <summary>
    /// How the publishing goes. Every change of state is told, in order and until it is taken; numbers between changes are coalesced, at most one in
    /// 2 s.
    /// </summary>
    [Alias("Publishing")]
    Task PublishingAsync(PublisherReport report, CancellationToken cancellationToken);
}
