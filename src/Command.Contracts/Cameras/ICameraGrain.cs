using Command.Contracts.Common;
using Command.Contracts.Streams;
using Orleans.Concurrency;

namespace Command.Contracts.Cameras;

/// <summary>One camera (key: its id, a lower-case ULID): the only writer of its desired state, the holder of its reported state.</summary>
[Alias("command.ICameraGrain")]
public interface ICameraGrain : IGrainWithStringKey
{
    /// <summary>Last known status; never contacts the device.</summary>
    [Alias("Describe"), ReadOnly]
    Task<CommandResult<CameraStatus>> DescribeAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Creates the camera; Conflict when the id exists.</summary>
    [Alias("Create")]
    Task<CommandResult<CameraStatus>> CreateAsync(CommandContext context, CameraDraft draft, CancellationToken cancellationToken);

    /// <summary>Replaces the desired state; VersionConflict when <paramref name="expectedVersion"/> is older than the stored one.</summary>
    [Alias("Update")]
    Task<CommandResult<CameraStatus>> UpdateAsync(
        CommandContext context,
        CameraDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Removes the camera from the tree; its events stay. VersionConflict when <paramref name="expectedVersion"/> is older.</summary>
    [Alias("Delete")]
    Task<CommandResult> DeleteAsync(CommandContext context, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>State changes, newest first, at most 500.</summary>
    [Alias("History"), ReadOnly]
    Task<CommandResult<StateHistory>> HistoryAsync(CommandContext context, int take, CancellationToken cancellationToken);

    /// <summary>A ticket for the latest still. Unavailable, with the cause, when no key frame is there.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="maxWidth">Pixels, 64 to 1920; the picture is scaled down to it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    [Alias("Still")]
    Task<CommandResult<StillTicket>> StillAsync(CommandContext context, int maxWidth, CancellationToken cancellationToken);

    /// <summary>The silo this camera's streams are on; activates the grain when needed. Used for placement only.</summary>
    [Alias("Where"), AlwaysInterleave]
    Task<string> WhereAsync(CancellationToken cancellationToken);
}
