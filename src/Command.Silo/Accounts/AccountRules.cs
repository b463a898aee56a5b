using System.Collections.Immutable;
using System.Text.Json;
using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Storage;

namespace Command.Silo.Accounts;

/// <summary>What may be saved, what it makes of the account and what the record tells of it. Pure.</summary>
internal static class AccountRules
{
    public const int MaximumName = 64;
    public const int MaximumDisplayName = 100;
    private const int MaximumSecret = 4096;

    public static Refusal? Check(AccountRecord record)
    {
        if (string.IsNullOrWhiteSpace(record.UserName) || record.UserName.Length > MaximumName)
        {
            var detail = $"The user name has {record.UserName.Length} characters; 1 to {MaximumName} are expected.";
            return Refusal.InvalidField("userName", "user-name-length", detail, $"{MaximumName}");
        }

        if (string.IsNullOrWhiteSpace(record.NormalizedUserName) || record.NormalizedUserName.Length > MaximumName)
        {
            return Refusal.InvalidField("userName", "user-name-length", "The normalised user name is empty or too long.", $"{MaximumName}");
        }

        if (string.IsNullOrWhiteSpace(record.DisplayName) || record.DisplayName.Length > MaximumDisplayName)
        {
            var detail = $"The display name has {record.DisplayName.Length} characters; 1 to {MaximumDisplayName} are expected.";
            return Refusal.InvalidField("displayName", "display-name-length", detail, $"{MaximumDisplayName}");
        }

        // Names stand beside acts in the audit and in requests to a second person: none may be made to look like another.
        if (
            (FieldRules.CheckCharacters("userName", record.UserName) ?? FieldRules.CheckCharacters("displayName", record.DisplayName)) is
            { } bad
        )
        {
            return bad;
        }

        return
            string.IsNullOrEmpty(record.SecurityStamp)
            || (record.PasswordHash?.Length ?? 0) > MaximumSecret
            || (record.TotpSecret?.Length ?? 0) > MaximumSecret
            ? Refusal.Of(RefusalCode.Invalid, "account-malformed", "The security stamp is missing or a secret is too long.")
            : null;
    }

    /// <summary>The account after a save. Another security stamp means other credentials: every session ends.</summary>
    public static AccountState Apply(AccountState? before, AccountRecord record, DateTimeOffset now) =>
        new()
        {
            UserName = record.UserName,
            NormalizedUserName = record.NormalizedUserName,
            DisplayName = record.DisplayName,
            UnitId = record.UnitId,
            PasswordHash = record.PasswordHash,
            SecurityStamp = record.SecurityStamp,
            AccessFailedCount = record.AccessFailedCount,
            LockoutEnd = record.LockoutEnd,
            TotpSecret = record.TotpSecret,
            Disabled = record.Disabled,
            CreatedAt = before?.CreatedAt ?? now,
            RecordVersion = (before?.RecordVersion ?? 0) + 1,
            Sessions = before is not null && before.SecurityStamp == record.SecurityStamp && !record.Disabled ? before.Sessions : [],
        };

    public static AccountRecord RecordOf(string id, AccountState state) =>
        new(
            id,
            state.UserName,
            state.NormalizedUserName,
            state.DisplayName,
            state.UnitId,
            state.PasswordHash,
            state.SecurityStamp,
            state.AccessFailedCount,
            state.LockoutEnd,
            state.TotpSecret,
            state.Disabled,
            state.RecordVersion
        );

    public static AccountSummary SummaryOf(string id, AccountState state, DateTimeOffset now) =>
        new(
            id,
            state.UserName,
            state.DisplayName,
            state.UnitId,
            state.Disabled,
            state.LockoutEnd > now ? state.LockoutEnd : null,
            state.CreatedAt,
            state.RecordVersion
        );

    public static AccountRow RowOf(string id, AccountState state) =>
        new()
        {
            Id = id,
            UserName = state.UserName,
            NormalizedUserName = state.NormalizedUserName,
            DisplayName = state.DisplayName,
            UnitId = state.UnitId,
            Disabled = state.Disabled,
            CreatedAt = state.CreatedAt,
        };

    /// <summary>One event per thing that changed, and at least one.</summary>
    public static ImmutableArray<EventDraft> EventsOf(AccountState? before, AccountState after, CommandContext context)
    {
        var types = before is null ? ["account.created"] : TypesOf(before, after).DefaultIfEmpty("account.saved");
        var was = before is null ? null : Facts(before);
        var isNow = Facts(after);
        return
        [
            .. types.Select(type => new EventDraft(type, context)
            {
                Before = was,
                After = isNow,
                Outcome = type == "account.sign-in-failed" ? EventOutcome.Refused : EventOutcome.Done,
            }),
        ];
    }

    private static IEnumerable<string> TypesOf(AccountState before, AccountState after)
    {
        if (after.AccessFailedCount > before.AccessFailedCount)
        {
            yield return "account.sign-in-failed";
        }

        if (after.LockoutEnd != before.LockoutEnd)
        {
            yield return after.LockoutEnd is null ? "account.unlocked" : "account.locked";
        }

        if (after.PasswordHash != before.PasswordHash)
        {
            // The same password may be hashed anew with more work; only a new stamp says that it is another one.
            yield return after.SecurityStamp == before.SecurityStamp ? "account.password-rehashed" : "account.password-changed";
        }

        if (after.TotpSecret != before.TotpSecret)
        {
            yield return after.TotpSecret is null ? "account.totp-removed" : "account.totp-enrolled";
        }

        if (after.Disabled != before.Disabled)
        {
            yield return after.Disabled ? "account.disabled" : "account.enabled";
        }

        if (after.UserName != before.UserName || after.DisplayName != before.DisplayName || after.UnitId != before.UnitId)
        {
            yield return "account.updated";
        }

        if (after.Sessions.Length < before.Sessions.Length)
        {
            yield return "account.sessions-ended";
        }
    }

    private static string Facts(AccountState state) =>
        JsonSerializer.Serialize(
            new AccountFacts(state.UserName, state.DisplayName, state.UnitId, state.Disabled, state.AccessFailedCount, state.LockoutEnd),
            AccountJsonContext.Default.AccountFacts
        );
}
