using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Web.Security;
using Microsoft.AspNetCore.Identity;

namespace Command.Web.Application.Accounts;

/// <summary>Accounts as administrators keep them, and everybody's own sessions.</summary>
internal sealed class AccountService(
    IGrainFactory grains,
    UserManager<Account> users,
    IPasswordHasher<Account> hasher,
    ILookupNormalizer normalizer,
    PasswordPolicy policy,
    UnknownNames names,
    SessionValidator sessions,
    TimeProvider time
)
{
    private static readonly Refusal Unknown = Refusal.Of(RefusalCode.NotFound, "account-not-found", "There is no such account.");

    public Task<AccountPage> ListAsync(
        CommandContext context,
        string? text,
        string? after,
        int take,
        CancellationToken cancellationToken
    ) => grains.GetGrain<IAccountDirectoryGrain>("site").ListAsync(context, text, after, take, cancellationToken);

    public async Task<CommandResult<AccountSummary>> DescribeAsync(
        CommandContext context,
        string id,
        CancellationToken cancellationToken
    ) =>
        // An id that is none must not activate a grain.
        Ulid.IsValid(id)
            ? await Of(id).SummaryAsync(context, cancellationToken)
            : Unknown;

    /// <summary>Makes an account with its first password.</summary>
    public async Task<CommandResult<AccountSummary>> CreateAsync(
        CommandContext context,
        string userName,
        string displayName,
        string? unitId,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (policy.Check(userName, password) is { } refusal)
        {
            return refusal;
        }
        var draft = new AccountDraft(
            userName,
            normalizer.NormalizeName(userName.Trim()) ?? "",
            displayName.Length == 0 ? userName : displayName,
            unitId,
            hasher.HashPassword(names.Nobody, password)
        );
        return await Of(Ulid.New(time)).CreateAsync(context, draft, cancellationToken);
    }

    public async Task<CommandResult<AccountSummary>> ChangeAsync(
        CommandContext context,
        string id,
        AccountChange change,
        long? expectedVersion,
        CancellationToken cancellationToken
    ) => Ulid.IsValid(id) ? await Of(id).ChangeAsync(context, change, expectedVersion, cancellationToken) : Unknown;

    /// <summary>Gives an account a new password, made here and told once.</summary>
    public async Task<CommandResult<NewPassword>> ResetPasswordAsync(CommandContext context, string id, CancellationToken cancellationToken)
    {
        if (!Ulid.IsValid(id))
        {
            return Unknown;
        }
        var password = PasswordPolicy.Generate();
        var reset = await Of(id).ResetPasswordAsync(context, hasher.HashPassword(names.Nobody, password), cancellationToken);
        return reset.Refusal is { } refusal ? refusal : new NewPassword(password);
    }

    /// <summary>
    /// Changes the caller's own password, which has to be given once more: a screen left open must not be enough. Wrong ones count like failed
    /// sign-ins. Every session ends, the one that asks too.
    /// </summary>
    public async Task<CommandResult> ChangePasswordAsync(
        CommandContext context,
        string current,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (!Ulid.IsValid(context.ActorId) || await users.FindByIdAsync(context.ActorId) is not { } account)
        {
            return CommandResult.Refused(Unknown);
        }
        if (await users.IsLockedOutAsync(account))
        {
            return CommandResult.Refused(Refusal.Of(RefusalCode.Forbidden, "locked-out", "The account is locked after wrong passwords."));
        }
        if (current.Length is 0 or > PasswordPolicy.Longest || !await users.CheckPasswordAsync(account, current))
        {
            await users.AccessFailedAsync(account);
            return CommandResult.Refused(Refusal.InvalidField("current", "password-wrong", "That is not the present password."));
        }
        if (policy.Check(account.Record.UserName, password) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        var next = account.Record with
        {
            PasswordHash = hasher.HashPassword(account, password),
            SecurityStamp = Guid.NewGuid().ToString("n"),
            AccessFailedCount = 0,
        };
        return new CommandResult((await Of(context.ActorId).SaveAsync(context, next, cancellationToken)).Refusal);
    }

    public async Task<CommandResult<SessionList>> SessionsAsync(CommandContext context, string id, CancellationToken cancellationToken) =>
        Ulid.IsValid(id) ? await Of(id).SessionsAsync(context, cancellationToken) : Unknown;

    /// <summary>Ends one session, or all but the caller's own.</summary>
    public async Task<CommandResult> EndSessionsAsync(
        CommandContext context,
        string id,
        string? sessionId,
        CancellationToken cancellationToken
    )
    {
        if (!Ulid.IsValid(id))
        {
            return CommandResult.Refused(Unknown);
        }
        var ended = await Of(id).EndSessionsAsync(context, sessionId, cancellationToken);
        if (sessionId is not null)
        {
            sessions.Forget(sessionId);
        }
        return ended;
    }

    private IAccountGrain Of(string id) => grains.GetGrain<IAccountGrain>(id);
}
