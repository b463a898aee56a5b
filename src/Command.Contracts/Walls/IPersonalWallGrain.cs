using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Walls;

/// <summary>The wall layout of one person (key: account id).</summary>
[Alias("command.IPersonalWallGrain")]
public interface IPersonalWallGrain : IGrainWithStringKey
{
    /// <summary>The saved layout, or four empty tiles. Forbidden for anybody else's.</summary>
    [Alias("Get"), ReadOnly]
    Task<CommandResult<WallLayout>> GetAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Saves the layout; last writer wins unless <paramref name="expectedVersion"/> is given. Invalid names the bad tile.</summary>
    [Alias("Put")]
    Task<CommandResult<WallLayout>> PutAsync(
        CommandContext context,
        WallLayout layout,
        long? expectedVersion,
        CancellationToken cancellationToken
    );
}
