using Command.Contracts.Authority;
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
    [Alias("Save"), NeedsNothing("Web/Security saves what Identity's managers did for somebody who proved who they are.")]
    Task<CommandResult<AccountRecord>> SaveAsync(CommandContext context, AccountRecord record, CancellationToken cancellationToken);

    /// <summary>Opens a session after the caller has verified the password; Forbidden for a disabled account. At most 32 per account, the oldest ends.</summary>
    [Alias("OpenSession"), NeedsNothing("Whoever knows the password may sign in.")]
    Task<CommandResult<SessionTicket>> OpenSessionAsync(CommandContext context, string userAgent, CancellationToken cancellationToken);

    /// <summary>Exchanges a refresh token for a new one. A token used twice ends the session (theft).</summary>
    [Alias("Refresh"), NeedsNothing("The refresh token is the proof.")]
    Task<CommandResult<SessionTicket>> RefreshAsync(
        CommandContext context,
        string sessionId,
        string refreshToken,
        CancellationToken cancellationToken
    );

    /// <summary>Ends one session; nothing happens when it is gone.</summary>
    [Alias("EndSession"), NeedsNothing("Web/Security ends the session of who asks.")]
    Task EndSessionAsync(CommandContext context, string sessionId, string reason, CancellationToken cancellationToken);

    /// <summary>The account as administrators see it. One's own is free; anybody else's needs the right.</summary>
    [Alias("Summary"), ReadOnly, Needs(Rights.AccountSee)]
    Task<CommandResult<AccountSummary>> SummaryAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Makes the account; Conflict for a taken name.</summary>
    [Alias("Create"), Needs(Rights.AccountManage)]
    Task<CommandResult<AccountSummary>> CreateAsync(CommandContext context, AccountDraft draft, CancellationToken cancellationToken);

    /// <summary>
    /// Changes it; VersionConflict when <paramref name="expectedVersion"/> is older. Forbidden for switching oneself off (self-disable). Switching off
    /// ends all sessions.
    /// </summary>
    [Alias("Change"), Needs(Rights.AccountManage)]
    Task<CommandResult<AccountSummary>> ChangeAsync(
        CommandContext context,
        AccountChange change,
        long? expectedVersion,
        CancellationToken cancellationToken
    );

    /// <summary>Gives it another password and ends all sessions. Forbidden for oneself (self-reset).</summary>
    [Alias("ResetPassword"), Needs(Rights.AccountManage)]
    Task<CommandResult> ResetPasswordAsync(CommandContext context, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Open sessions. One's own are free; anybody else's need the right.</summary>
    [Alias("Sessions"), ReadOnly, Needs(Rights.AccountManage)]
    Task<CommandResult<SessionList>> SessionsAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Ends one session, or all but the one that asks. One's own are free; anybody else's need the right.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="sessionId">Which; null for all but the caller's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("EndSessions"), Needs(Rights.AccountManage)]
    Task<CommandResult> EndSessionsAsync(CommandContext context, string? sessionId, CancellationToken cancellationToken);

    /// <summary>True while the session is open and the account is neither disabled nor locked by an administrator.</summary>
    [Alias("IsSessionAlive"), ReadOnly]
    Task<bool> IsSessionAliveAsync(string sessionId, CancellationToken cancellationToken);
}
