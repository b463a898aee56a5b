using System.Security.Cryptography;
using System.Text.Json;
using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Keys;
using Command.Silo.Storage;
using Microsoft.Extensions.Options;

namespace Command.Silo.Accounts;

/// <summary>One account and its sessions.</summary>
[GrainType(Kind)]
internal sealed partial class AccountGrain(
    IAggregateStore store,
    ISecretProtector protector,
    IAuthority authority,
    AccessBook book,
    IOptions<AccountOptions> options,
    TimeProvider time
) : Grain, IAccountGrain
{
    public const string Kind = "account";

    internal static readonly AggregateSchema<AccountState> Schema = new(AccountJsonContext.Default.AccountState);

    private AggregateSession<AccountState>? _account;

    private AggregateSession<AccountState> Account => _account ?? throw new InvalidOperationException("The grain is not active.");

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _account = new AggregateSession<AccountState>(store, new AggregateKey(Kind, Id), Schema);
        await _account.LoadAsync(cancellationToken);
    }

    public Task<AccountRecord?> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Account.State is { } state ? AccountRules.RecordOf(Id, state) : null);

    public async Task<CommandResult<AccountRecord>> SaveAsync(
        CommandContext context,
        AccountRecord record,
        CancellationToken cancellationToken
    )
    {
        if (record.Id != Id || !Ulid.IsValid(Id))
        {
            return Refusal.Of(RefusalCode.Invalid, "account-id", $"'{record.Id}' is not the id of this account.");
        }

        if (AccountRules.Check(record) is { } refusal)
        {
            return refusal;
        }

        var before = Account.State;
        if (record.Version != (before?.RecordVersion ?? 0))
        {
            return Changed();
        }

        var after = AccountRules.Apply(before, record, time.GetUtcNow());
        var changes = new AggregateChanges
        {
            Events = AccountRules.EventsOf(before, after, context),
            Projections = [ProjectionChange.Upsert(AccountRules.RowOf(Id, after))],
        };
        return await Account.SaveAsync(after, changes, cancellationToken) switch
        {
            SaveResult.Saved => AccountRules.RecordOf(Id, after),
            SaveResult.DuplicateKey => new Refusal(
                RefusalCode.Conflict,
                "user-name-taken",
                $"The user name '{record.UserName}' belongs to another account.",
                [record.UserName],
                "userName"
            ),
            _ => Changed(),
        };
    }

    public async Task<CommandResult<SessionTicket>> OpenSessionAsync(
        CommandContext context,
        string userAgent,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (Account.State is not { } state)
        {
            return Refusal.Of(RefusalCode.NotFound, "account-not-found", "There is no such account.");
        }

        if (state.Disabled)
        {
            return Refusal.Of(RefusalCode.Forbidden, "account-disabled", "The account is switched off.");
        }

        if (state.LockoutEnd > now)
        {
            return new Refusal(RefusalCode.Forbidden, "locked-out", $"The account is locked until {state.LockoutEnd:O}.", [], null);
        }

        var id = Ulid.New(time);
        var seed = RandomNumberGenerator.GetBytes(RefreshToken.SeedLength);
        var session = new SessionState(
            id,
            protector.Protect(Convert.ToBase64String(seed), Purpose(id)),
            Generation: 1,
            now,
            now + options.Value.SessionLifetime,
            RecordText.Of(userAgent, SessionRules.MaximumUserAgent),
            context.ClientAddress
        );
        return await SaveSessionAsync(
            context,
            "account.signed-in",
            SessionRules.Open(state, session, now),
            session,
            seed,
            cancellationToken
        );
    }

    public async Task<CommandResult<SessionTicket>> RefreshAsync(
        CommandContext context,
        string sessionId,
        string refreshToken,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (
            Account.State is not { } state
            || SessionRules.Find(state, sessionId, now) is not { } session
            || !protector.TryUnprotect(session.ProtectedSeed, Purpose(sessionId), out var seedText)
        )
        {
            return SessionOver();
        }

        var seed = Convert.FromBase64String(seedText);
        switch (RefreshToken.Check(seed, sessionId, session.Generation, refreshToken))
        {
            case RefreshVerdict.Current:
                var next = session with { Generation = session.Generation + 1, RefreshUntil = now + options.Value.SessionLifetime };
                var refreshed = SessionRules.Replace(state, next, now);
                return await SaveSessionAsync(context, "account.session-refreshed", refreshed, next, seed, cancellationToken);
            case RefreshVerdict.Reused:
                await EndAsync(context, state, session, "account.refresh-token-reused", "refresh token used twice", cancellationToken);
                return SessionOver();
            default:
                return SessionOver();
        }
    }

    public async Task EndSessionAsync(CommandContext context, string sessionId, string reason, CancellationToken cancellationToken)
    {
        if (Account.State is { } state && SessionRules.Find(state, sessionId, time.GetUtcNow()) is { } session)
        {
            await EndAsync(context, state, session, "account.signed-out", reason, cancellationToken);
        }
    }

    public Task<bool> IsSessionAliveAsync(string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult(SessionRules.Find(Account.State, sessionId, time.GetUtcNow()) is not null);

    private async Task<CommandResult<SessionTicket>> SaveSessionAsync(
        CommandContext context,
        string type,
        AccountState next,
        SessionState session,
        byte[] seed,
        CancellationToken cancellationToken
    )
    {
        var draft = new EventDraft(type, context) { After = Facts(session) };
        return await Account.SaveAsync(next, new AggregateChanges { Events = [draft] }, cancellationToken) is SaveResult.Saved
            ? new SessionTicket(session.Id, Id, RefreshToken.Make(seed, session.Id, session.Generation), session.RefreshUntil)
            : Changed();
    }

    private async Task EndAsync(
        CommandContext context,
        AccountState state,
        SessionState session,
        string type,
        string cause,
        CancellationToken cancellationToken
    )
    {
        var draft = new EventDraft(type, context) { Cause = cause, Before = Facts(session) };
        var changes = new AggregateChanges { Events = [draft] };
        var result = await Account.SaveAsync(SessionRules.End(state, session.Id, time.GetUtcNow()), changes, cancellationToken);
        if (result is not SaveResult.Saved)
        {
            throw new StorageException($"Session {session.Id} could not be ended: another node has changed the account; try again.");
        }
    }

    private static string Facts(SessionState session) =>
        JsonSerializer.Serialize(
            new SessionFacts(session.Id, session.UserAgent, session.RefreshUntil),
            AccountJsonContext.Default.SessionFacts
        );

    private static string Purpose(string sessionId) => $"session/{sessionId}";

    private static Refusal SessionOver() => Refusal.Of(RefusalCode.Forbidden, "session-over", "The session has ended; sign in again.");

    private static Refusal Changed() =>
        Refusal.Of(RefusalCode.VersionConflict, "account-changed", "The account was changed meanwhile; read it again.");
}
