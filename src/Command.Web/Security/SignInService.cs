using Command.Contracts.Accounts;
using Command.Contracts.Audit;
using Command.Contracts.Common;
using Microsoft.AspNetCore.Identity;

namespace Command.Web.Security;

/// <summary>Opens, refreshes and ends sign-in sessions.</summary>
internal sealed class SignInService(
    UserManager<Account> users,
    IPasswordHasher<Account> hasher,
    IGrainFactory grains,
    CommandContextFactory contexts,
    SessionValidator sessions,
    UnknownNames unknownNames,
    TimeProvider time
)
{
    private const int LongestName = 64;
    private const int LongestPassword = 256;
    private const int CountingAttempts = 8;

    /// <summary>Verifies name and password and opens a session. Every refusal is on the record.</summary>
    public async Task<SignInOutcome> SignInAsync(string userName, string password, string userAgent, CancellationToken cancellationToken)
    {
        if (userName.Length is 0 or > LongestName || password.Length is 0 or > LongestPassword)
        {
            return SignInOutcome.Refused;
        }
        var account = await users.FindByNameAsync(userName);
        if (account is null)
        {
            return await RefuseUnknownAsync(userName, password, cancellationToken);
        }
        if (await users.IsLockedOutAsync(account))
        {
            return await LockedOutAsync(account, cancellationToken);
        }
        if (!await users.CheckPasswordAsync(account, password))
        {
            account = await CountFailureAsync(account);
            await RecordAsync(account.Record.UserName, account.Record.Id, "wrong-password", cancellationToken);
            return await users.IsLockedOutAsync(account) ? Locked(account.Record.LockoutEnd) : SignInOutcome.Refused;
        }
        if (account.Record.AccessFailedCount > 0)
        {
            await users.ResetAccessFailedCountAsync(account);
        }
        return await OpenAsync(account, userAgent, cancellationToken);
    }

    /// <summary>Exchanges the refresh token that a client was given; null when it is no longer good.</summary>
    public async Task<SignInOutcome> RefreshAsync(string wireToken, CancellationToken cancellationToken)
    {
        if (
            wireToken.Length > 512
            || wireToken.Split('.') is not [var accountId, var sessionId, { Length: > 0 } secret]
            || !Ulid.IsValid(accountId)
            || !Ulid.IsValid(sessionId)
            || await users.FindByIdAsync(accountId) is not { } account
        )
        {
            return SignInOutcome.Refused;
        }
        var context = contexts.ForAccount(account.Record);
        var refreshed = await grains.GetGrain<IAccountGrain>(accountId).RefreshAsync(context, sessionId, secret, cancellationToken);
        if (refreshed.Value is not { } ticket)
        {
            // A token used twice ends its session: what this node remembers of it may be wrong now.
            sessions.Forget(sessionId);
            return SignInOutcome.Refused;
        }
        return Accepted(account, ticket);
    }

    /// <summary>The refresh token as the client holds it: it also names account and session.</summary>
    public static string WireToken(SessionTicket ticket) => $"{ticket.AccountId}.{ticket.SessionId}.{ticket.RefreshToken}";

    /// <summary>Ends a session at once on this node and within the session cache on others.</summary>
    public async Task EndAsync(CommandContext context, string reason, CancellationToken cancellationToken)
    {
        if (context.SessionId is { } sessionId)
        {
            await grains.GetGrain<IAccountGrain>(context.ActorId).EndSessionAsync(context, sessionId, reason, cancellationToken);
            sessions.Forget(sessionId);
        }
    }

    private async Task<SignInOutcome> OpenAsync(Account account, string userAgent, CancellationToken cancellationToken)
    {
        var context = contexts.ForAccount(account.Record);
        var opened = await grains
            .GetGrain<IAccountGrain>(account.Record.Id)
            .OpenSessionAsync(context, userAgent.Length > 200 ? userAgent[..200] : userAgent, cancellationToken);
        if (opened.Value is { } ticket)
        {
            return Accepted(account, ticket);
        }
        await RecordAsync(account.Record.UserName, account.Record.Id, opened.Refusal?.Reason ?? "refused", cancellationToken);
        return new SignInOutcome(SignInVerdict.Disabled, null, null, TimeSpan.Zero);
    }

    /// <summary>Takes the time a known name would take, and locks an unknown name like a known one, so that neither tells which names exist.</summary>
    private async Task<SignInOutcome> RefuseUnknownAsync(string userName, string password, CancellationToken cancellationToken)
    {
        hasher.VerifyHashedPassword(unknownNames.Nobody, unknownNames.NobodysHash, password);
        await RecordAsync(userName, "unknown", "unknown-name", cancellationToken);
        return unknownNames.CountFailure(users.NormalizeName(userName) ?? userName) is { } lockedUntil
            ? Locked(lockedUntil)
            : SignInOutcome.Refused;
    }

    private async Task<SignInOutcome> LockedOutAsync(Account account, CancellationToken cancellationToken)
    {
        await RecordAsync(account.Record.UserName, account.Record.Id, "locked-out", cancellationToken);
        return Locked(account.Record.LockoutEnd);
    }

    /// <summary>Counts under contention: a guess that lost the race against another guess still counts.</summary>
    private async Task<Account> CountFailureAsync(Account account)
    {
        for (var attempt = 0; attempt < CountingAttempts; attempt++)
        {
            var result = await users.AccessFailedAsync(account);
            if (result.Succeeded)
            {
                return account;
            }
            account = await users.FindByIdAsync(account.Record.Id) ?? account;
            if (await users.IsLockedOutAsync(account))
            {
                return account;
            }
        }
        return account;
    }

    private SignInOutcome Accepted(Account account, SessionTicket ticket) =>
        new(
            SignInVerdict.Accepted,
            new SessionIdentity(
                account.Record.Id,
                ticket.SessionId,
                account.Record.UserName,
                account.Record.DisplayName,
                account.Record.UnitId,
                contexts.ClientAddress()
            ),
            ticket,
            TimeSpan.Zero
        );

    private SignInOutcome Locked(DateTimeOffset? until)
    {
        var left = (until ?? time.GetUtcNow()) - time.GetUtcNow();
        return new SignInOutcome(SignInVerdict.LockedOut, null, null, left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
    }

    private Task RecordAsync(string userName, string accountId, string cause, CancellationToken cancellationToken) =>
        grains
            .GetGrain<IAuditGrain>("site")
            .RecordRefusalAsync(contexts.ForStranger(userName), "account.sign-in-refused", "account", accountId, cause, cancellationToken);
}
