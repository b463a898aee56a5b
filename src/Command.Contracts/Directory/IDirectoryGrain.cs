using System.Collections.Immutable;
using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Directory;

/// <summary>Lists and searches over the projection tables; stateless worker, key <c>site</c>.</summary>
[Alias("command.IDirectoryGrain")]
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Devices the caller may see, ordered by name.</summary>
    [Alias("Devices"), ReadOnly]
    Task<DevicePage> DevicesAsync(CommandContext context, DeviceQuery query, CancellationToken cancellationToken);

    /// <summary>Devices and online devices per unit (own, without those below).</summary>
    [Alias("Counts"), ReadOnly]
    Task<ImmutableArray<UnitCount>> CountsAsync(CommandContext context, CancellationToken cancellationToken);
}
