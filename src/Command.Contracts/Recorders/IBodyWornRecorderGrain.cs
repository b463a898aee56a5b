using Command.Contracts.Common;
using Command.Contracts.Streams;
using Orleans.Concurrency;

namespace Command.Contracts.Recorders;

/// <summary>
/// One body-worn recorder, or a phone that acts as one (key: its id, a lower-case ULID): the only writer of its desired state, of its orders and
/// its sessions, and the holder of its reported state. Every answer is NotFound for an id that does not exist or that the caller may not see.
/// </summary>
[Alias("command.IBodyWornRecorderGrain")]
public interface IBodyWornRecorderGrain : IGrainWithStringKey
{
    /// <summary>Last known status; never contacts the device.</summary>
    [Alias("Describe"), ReadOnly]
    Task<CommandResult<RecorderStatus>> DescribeAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Creates the recorder and its key; Conflict when the id or the serial exists.</summary>
    [Alias("Create")]
    Task<CommandResult<CreatedRecorder>> CreateAsync(CommandContext context, RecorderDraft draft, CancellationToken cancellationToken);

    /// <summary>Replaces the desired state; VersionConflict when <paramref name="expectedVersion"/> is older than the stored one.</summary>
    [Alias("Update")]
    Task<CommandResult<RecorderStatus>> UpdateAsync(
        CommandContext context,
        RecorderDraft draft,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Removes the recorder from the tree, and its connections; its events stay.</summary>
    [Alias("Delete")]
    Task<CommandResult> DeleteAsync(CommandContext context, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>A new key; the old one is worthless at once and its connections end.</summary>
    [Alias("ResetKey")]
    Task<CommandResult<RecorderKey>> ResetKeyAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Whether <paramref name="key"/> is the device's key now. False for an unknown or disabled recorder. No right is asked.</summary>
    [Alias("VerifyKey"), ReadOnly]
    Task<bool> VerifyKeyAsync(string key, CancellationToken cancellationToken);

    /// <summary>State changes, newest first, at most 500.</summary>
    [Alias("History"), ReadOnly]
    Task<CommandResult<StateHistory>> HistoryAsync(CommandContext context, int take, CancellationToken cancellationToken);

    /// <summary>A ticket for the latest still. Unavailable, with the cause, when no key frame is there.</summary>
    [Alias("Still")]
    Task<CommandResult<StillTicket>> StillAsync(CommandContext context, int maxWidth, CancellationToken cancellationToken);

    /// <summary>The officer who wears it from now on; an earlier one is relieved.</summary>
    [Alias("AssignOfficer")]
    Task<CommandResult<RecorderStatus>> AssignOfficerAsync(
        CommandContext context,
        string number,
        string name,
        string? accountId,
        CancellationToken cancellationToken
    );

    /// <summary>Nobody wears it from now on. Idempotent.</summary>
    [Alias("EndShift")]
    Task<CommandResult<RecorderStatus>> EndShiftAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Gives an order: stored, sent when the device is connected, sent again after a restart, answered once, expired by us. Busy at 32 open ones.</summary>
    [Alias("Order")]
    Task<CommandResult<RecorderCommand>> OrderAsync(
        CommandContext context,
        RecorderCommandDraft draft,
        CancellationToken cancellationToken
    );

    /// <summary>Orders, newest first: the open ones and the last 100.</summary>
    [Alias("Orders"), ReadOnly]
    Task<CommandResult<RecorderOrders>> OrdersAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Live sessions, newest first, at most 200.</summary>
    [Alias("Sessions"), ReadOnly]
    Task<CommandResult<RecorderSessions>> SessionsAsync(CommandContext context, int take, CancellationToken cancellationToken);

    /// <summary>
    /// Where it was from <paramref name="from"/> until <paramref name="until"/>, at most <paramref name="take"/> (1 to 5,000) points. Months of it
    /// take a while to read: an SOS must not wait for that.
    /// </summary>
    [Alias("Track"), AlwaysInterleave]
    Task<CommandResult<RecorderTrack>> TrackAsync(
        CommandContext context,
        DateTimeOffset from,
        DateTimeOffset until,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>Positions from the field page: counts as a sign of life. Done when they are stored.</summary>
    [Alias("ReportPositions")]
    Task<CommandResult> ReportPositionsAsync(CommandContext context, PositionReport report, CancellationToken cancellationToken);

    /// <summary>SOS from the field page. Done when it is on the record and its signal is raised; told twice it is one.</summary>
    [Alias("Sos")]
    Task<CommandResult> SosAsync(CommandContext context, SosReport report, CancellationToken cancellationToken);

    /// <summary>The silo this recorder's stream is on; activates the grain when needed. Used for placement only.</summary>
    [Alias("Where"), AlwaysInterleave]
    Task<string> WhereAsync(CancellationToken cancellationToken);
}
