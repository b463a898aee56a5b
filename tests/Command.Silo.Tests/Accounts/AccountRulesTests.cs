using Command.Contracts.Accounts;
using Command.Silo.Accounts;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Accounts;

public sealed class AccountRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly AccountRecord Good = new("id", "wang", "WANG", "王法官", null, "hash", "stamp", 0, null, null, false, 0);

    [Fact]
    public void Check_GoodRecord_IsAccepted() => Assert.Null(AccountRules.Check(Good));

    [Fact]
    public void Check_BadFields_NamesTheField()
    {
        Assert.Equal("userName", AccountRules.Check(Good with { UserName = " " })?.Field);
        Assert.Equal("userName", AccountRules.Check(Good with { UserName = new string('a', 65) })?.Field);
        Assert.Equal("displayName", AccountRules.Check(Good with { DisplayName = "" })?.Field);
        Assert.Equal("account-malformed", AccountRules.Check(Good with { SecurityStamp = "" })?.Reason);
    }

    [Fact]
    public void Apply_NewStamp_EndsAllSessionsAndSameStampKeepsThem()
    {
        var state = WithSessions(3);

        Assert.Equal(3, AccountRules.Apply(state, Good with { DisplayName = "x" }, Now).Sessions.Length);
        Assert.Empty(AccountRules.Apply(state, Good with { SecurityStamp = "new" }, Now).Sessions);
        Assert.Empty(AccountRules.Apply(state, Good with { Disabled = true }, Now).Sessions);
    }

    [Theory]
    [InlineData("failed", "account.sign-in-failed")]
    [InlineData("locked", "account.locked")]
    [InlineData("password", "account.password-changed,account.sessions-ended")]
    [InlineData("rehash", "account.password-rehashed")]
    [InlineData("disabled", "account.disabled,account.sessions-ended")]
    [InlineData("name", "account.updated")]
    [InlineData("nothing", "account.saved")]
    public void EventsOf_Change_NamesWhatHappened(string change, string expected)
    {
        var before = WithSessions(1);
        var record = change switch
        {
            "failed" => Good with { AccessFailedCount = 1 },
            "locked" => Good with { LockoutEnd = Now.AddMinutes(5) },
            "password" => Good with { PasswordHash = "other", SecurityStamp = "other" },
            "rehash" => Good with { PasswordHash = "other" },
            "disabled" => Good with { Disabled = true },
            "name" => Good with { DisplayName = "x" },
            _ => Good,
        };

        var events = AccountRules.EventsOf(before, AccountRules.Apply(before, record, Now), TestRecord.Actor);

        Assert.Equal(expected, string.Join(',', events.Select(draft => draft.Type)));
    }

    [Fact]
    public void EventsOf_AnyChange_TellsNoSecret()
    {
        var before = WithSessions(2);
        var after = AccountRules.Apply(
            before,
            Good with
            {
                PasswordHash = "other-hash",
                SecurityStamp = "other-stamp",
                TotpSecret = "totp",
            },
            Now
        );

        foreach (var draft in AccountRules.EventsOf(before, after, TestRecord.Actor))
        {
            var text = $"{draft.Before}{draft.After}";
            Assert.Contains("王法官", System.Text.RegularExpressions.Regex.Unescape(text), StringComparison.Ordinal);
            foreach (var secret in new[] { "hash", "stamp", "totp", "seed" })
            {
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public void Open_FullOfSessions_EndsTheOneRefreshedLongestAgo()
    {
        var state = WithSessions(SessionRules.MaximumSessions);

        var opened = SessionRules.Open(state, Session("new", 100), Now);

        Assert.Equal(SessionRules.MaximumSessions, opened.Sessions.Length);
        Assert.Null(SessionRules.Find(opened, "s0", Now));
        Assert.NotNull(SessionRules.Find(opened, "s1", Now));
        Assert.NotNull(SessionRules.Find(opened, "new", Now));
    }

    [Fact]
    public void Find_ForgottenSessionOrDisabledAccount_IsGone()
    {
        var state = WithSessions(1);

        Assert.NotNull(SessionRules.Find(state, "s0", Now));
        Assert.Null(SessionRules.Find(state, "s0", Now.AddHours(1)));
        Assert.Null(SessionRules.Find(state with { Disabled = true }, "s0", Now));
        Assert.Null(SessionRules.Find(null, "s0", Now));
    }

    [Fact]
    public void Schema_EveryStoredVersion_StillReads()
    {
        var folder = Path.Combine(Command.TestKit.Repository.Root, "tests", "TestData", "states", "account");
        for (var schema = 0; schema <= Command.Silo.Accounts.AccountGrain.Schema.Current; schema++)
        {
            var json = File.ReadAllText(Path.Combine(folder, $"{schema}.json"));
            var state = AccountGrain.Schema.Read(new AggregateKey("account", "a"), new StoredAggregate(1, schema, json));
            Assert.Equal("admin", state.UserName);
            Assert.Equal(7, state.RecordVersion);
            Assert.Equal(2, Assert.Single(state.Sessions).Generation);
        }
    }

    private static AccountState WithSessions(int count) =>
        AccountRules.Apply(null, Good, Now) with
        {
            Sessions = [.. Enumerable.Range(0, count).Select(i => Session($"s{i}", i + 1))],
        };

    private static SessionState Session(string id, int minutes) => new(id, "seed", 1, Now, Now.AddMinutes(minutes), "agent", null);
}
