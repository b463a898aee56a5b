using Command.Contracts.Accounts;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Common;

namespace Command.Silo.Accounts;

/// <summary>What administrators do with an account, and its owner with its sessions.</summary>
internal sealed partial class AccountGrain
{
    private static readonly Right See = new(Rights.AccountSee);
    private static readonly Right Manage = new(Rights.AccountManage);

    public async Task<CommandResult<AccountSummary>> SummaryAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!IsOwn(context) && await RefuseAsync(context, See, Account.State?.UnitId, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return Account.State is { } state ? AccountRules.SummaryOf(Id, state, time.GetUtcNow()) : NotFound();
    }

    public async Task<CommandResult<AccountSummary>> CreateAsync(
        CommandContext context,
        AccountDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseAsync(context, Manage, draft.UnitId, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        var record = new AccountRecord(
            Id,
            draft.UserName.Trim(),
            draft.NormalizedUserName.Trim(),
            draft.DisplayName.Trim(),
            draft.UnitId,
            draft.PasswordHash,
            Guid.NewGuid().ToString("n"),
            AccessFailedCount: 0,
            LockoutEnd: null,
            TotpSecret: null,
            Disabled: false,
            Version: 0
        );
        return Summary(await SaveAsync(context, record, cancellationToken));
    }

    public async Task<CommandResult<AccountSummary>> ChangeAsync(
        CommandContext context,
        AccountChange change,
        long? expectedVersion,
        CancellationToken cancellationToken
    )
    {
        if (await RefuseChangeAsync(context, change.Disabled ? "self-disable" : null, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (change.UnitId != Account.State!.UnitId && await RefuseAsync(context, Manage, change.UnitId, cancellationToken) is { } elsewhere) // RefuseChangeAsync refuses an account that does not exist
        {
            return elsewhere;
        }
        var record = AccountRules.RecordOf(Id, Account.State);
        if (expectedVersion is { } expected && expected != record.Version)
        {
            return Refusals.VersionConflict("account", record.Version, expected);
        }
        var next = record with { DisplayName = change.DisplayName.Trim(), UnitId = change.UnitId, Disabled = change.Disabled };
        return Summary(await SaveAsync(context, next, cancellationToken));
    }

    public async Task<CommandResult> ResetPasswordAsync(CommandContext context, string passwordHash, CancellationToken cancellationToken)
    {
        if (await RefuseChangeAsync(context, "self-reset", cancellationToken) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        var next = AccountRules.RecordOf(Id, Account.State!) with // RefuseChangeAsync refuses an account that does not exist
        {
            PasswordHash = passwordHash,
            SecurityStamp = Guid.NewGuid().ToString("n"),
            AccessFailedCount = 0,
            LockoutEnd = null,
        };
        return new CommandResult((await SaveAsync(context, next, cancellationToken)).Refusal);
    }

    public async Task<CommandResult<SessionList>> SessionsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!IsOwn(context) && await RefuseAsync(context, Manage, Account.State?.UnitId, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        return Account.State is { } state ? SessionRules.List(state, context.SessionId, time.GetUtcNow()) : NotFound();
    }

    public async Task<CommandResult> EndSessionsAsync(CommandContext context, string? sessionId, CancellationToken cancellationToken)
    {
        // Not an administrator's by another one: who could keep the auditor signed out would not be audited.
        if (!IsOwn(context) && await RefuseChangeAsync(context, null, cancellationToken) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }
        if (Account.State is not { } state)
        {
            return CommandResult.Refused(NotFound());
        }
        var now = time.GetUtcNow();
        var gone = SessionRules
            .List(state, context.SessionId, now)
            .Sessions.Where(session => sessionId is null ? !session.IsThis : session.Id == sessionId)
            .ToList();
        if (sessionId is not null && gone.Count == 0)
        {
            return CommandResult.Refused(Refusal.Of(RefusalCode.NotFound, "session-not-found", "There is no such session."));
        }
        foreach (var session in gone)
        {
            var why = IsOwn(context) ? "ended by its owner" : "ended by an administrator";
            await EndSessionAsync(context, session.Id, why, cancellationToken);
        }
        return CommandResult.Done;
    }

    private bool IsOwn(CommandContext context) => context.ActorId == Id;

    private async ValueTask<Refusal?> RefuseAsync(
        CommandContext context,
        Right right,
        string? unitId,
        CancellationToken cancellationToken
    ) => (await authority.DecideAsync(context, right, new AccessScope(Kind, Id, unitId), cancellationToken)).Refusal;

    private async Task<Refusal?> RefuseChangeAsync(CommandContext context, string? selfReason, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(context, Manage, Account.State?.UnitId, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (Account.State is null)
        {
            return NotFound();
        }
        if (selfReason is not null && IsOwn(context))
        {
            return Refusal.Of(RefusalCode.Forbidden, selfReason, "Nobody does this to their own account.");
        }
        // Whoever could give another administrator a password would be two of the three at once.
        var snapshot = await book.CurrentAsync(cancellationToken);
        return !IsOwn(context) && snapshot.RolesOf(Id).Any(role => snapshot.Catalogue.Find(role.Role)?.Administrator ?? false)
            ? Refusal.Of(
                RefusalCode.Forbidden,
                "administrator-account",
                "The account of an administrator is not changed by another one; take the role away first."
            )
            : null;
    }

    private CommandResult<AccountSummary> Summary(CommandResult<AccountRecord> saved) =>
        saved.Refusal is { } refusal ? refusal : AccountRules.SummaryOf(Id, Account.State!, time.GetUtcNow()); // saved, so it is there

    private static Refusal NotFound() => Refusal.Of(RefusalCode.NotFound, "account-not-found", "There is no such account.");
}
