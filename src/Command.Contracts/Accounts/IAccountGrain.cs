using Command.Contracts.Common;
using Orleans.Concurrency;

namespace Command.Contracts.Accounts;

/// <summary>One account (key: its id) and its sign-in sessions. Command.Web/Security calls it, and viewings ask it whether their viewer is still signed in.</summary>
[Alias("command.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>The account, or null.</summary>
    [Alias("Describe"), ReadOnly]
    Task<AccountRecord?> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores what Identity's managers changed (hash, stamp, lock-out, names). VersionConflict when the record is older; Conflict when the
    /// normalised name belongs to another account. A changed security stamp ends all sessions.
    /// </summary>
    [Alias("Save")]
    Task<CommandResult<AccountRecord>> SaveAsync(CommandContext context, AccountRecord record, CancellationToken cancellationToken);

    /// <summary>Opens a session after the caller has verified the password; Forbidden for a disabled account. At most 32 per account, the oldest ends.</summary>
    [Alias("OpenSession")]
    Task<CommandResult<SessionTicket>> OpenSessionAsync(CommandContext context, string userAgent, CancellationToken cancellationToken);

    /// <summary>Exchanges a refresh token for a new one. A token used twice ends the session (theft).</summary>
    [Alias("Refresh")]
    Task<CommandResult<SessionTicket>> RefreshAsync(
        CommandContext context,
        string sessionId,
        string refreshToken,
        CancellationToken cancellationToken
    );

    /// <summary>Ends one session; nothing happens when it is gone.</summary>
    [Alias("EndSession")]
    Task EndSessionAsync(CommandContext context, string sessionId, string reason, CancellationToken cancellationToken);

    /// <summary>True while the session is open and the account is neither disabled nor locked by an administrator.</summary>
    [Alias("IsSessionAlive"), ReadOnly]
    Task<bool> IsSessionAliveAsync(string sessionId, CancellationToken cancellationToken);
}
