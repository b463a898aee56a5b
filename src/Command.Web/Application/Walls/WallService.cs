using Command.Contracts.Common;
using Command.Contracts.Walls;

namespace Command.Web.Application.Walls;

/// <summary>The wall of the person who asks.</summary>
internal sealed class WallService(IGrainFactory grains)
{
    public Task<CommandResult<WallLayout>> MineAsync(CommandContext context, CancellationToken cancellationToken) =>
        Mine(context).GetAsync(context, cancellationToken);

    public Task<CommandResult<WallLayout>> SaveAsync(
        CommandContext context,
        WallLayout layout,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Mine(context).PutAsync(context, layout, expectedVersion, cancellationToken);

    private IPersonalWallGrain Mine(CommandContext context) => grains.GetGrain<IPersonalWallGrain>(context.ActorId);
}
