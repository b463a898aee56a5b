using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Directory;

namespace Command.Web.Application.Directory;

/// <summary>What exists on this site: lists, searches, counts.</summary>
internal sealed class DirectoryService(IGrainFactory grains)
{
    /// <summary>Most devices on one page.</summary>
    public const int LargestPage = 500;

    private IDirectoryGrain Site => grains.GetGrain<IDirectoryGrain>("site");

    public Task<DevicePage> DevicesAsync(CommandContext context, DeviceQuery query, CancellationToken cancellationToken) =>
        Site.DevicesAsync(context, query, cancellationToken);

    public Task<ImmutableArray<UnitCount>> CountsAsync(CommandContext context, CancellationToken cancellationToken) =>
        Site.CountsAsync(context, cancellationToken);
}
