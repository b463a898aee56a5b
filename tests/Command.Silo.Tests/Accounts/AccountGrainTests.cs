using Command.Contracts.Accounts;
using Command.Contracts.Common;
using Command.Silo.Accounts;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Accounts;

public sealed class AccountGrainTests : SiloTestsBase
{
    [Fact]
    public async Task FirstStart_NoAccount_MakesAdminWithTheGivenPassword()
    {
        var admin = await AdminAsync();

        var verdict = new PasswordHasher<AccountRecord>().VerifyHashedPassword(admin, admin.PasswordHash ?? "", AdminPassword);
        Assert.Equal(PasswordVerificationResult.Success, verdict);
        Assert.Equal("SYSTEM", admin.NormalizedUserName);
    }

    [Fact]
    public async Task Restart_WithAnAccount_MakesNoSecondOneAndKeepsThePassword()
    {
        var before = await AdminAsync();
        Settings["COMMAND_SYSTEM_PASSWORD"] = "another password";

        await RestartAsync();

        Assert.Equal(before, await AdminAsync());
        Assert.Equal(3, (await EventsAsync()).Count(row => row.Type == "account.created"));
    }

    [Fact]
    public async Task SaveAsync_NameOfAnother_IsAConflict()
    {
        var result = await SaveNewAsync("SYSTEM");

        Assert.Equal(
            (RefusalCode.Conflict, "user-name-taken", "userName"),
            (result.Refusal?.Code, result.Refusal?.Reason, result.Refusal?.Field)
        );
    }

    [Fact]
    public async Task SaveAsync_OlderRecord_IsAVersionConflict()
    {
        var admin = await AdminAsync();
        var grain = Silo.Grains.GetGrain<IAccountGrain>(admin.Id);
        var saved = await grain.SaveAsync(Person, admin with { DisplayName = "一" }, Cancellation);
        Assert.Equal(2, saved.Value?.Version);

        var late = await grain.SaveAsync(Person, admin with { DisplayName = "二" }, Cancellation);

        Assert.Equal(RefusalCode.VersionConflict, late.Refusal?.Code);
        Assert.Equal("一", (await grain.DescribeAsync(Cancellation))?.DisplayName);
    }

    [Fact]
    public async Task SaveAsync_WhileSessionsComeAndGo_IsNotDisturbed()
    {
        var admin = await AdminAsync();
        var grain = Silo.Grains.GetGrain<IAccountGrain>(admin.Id);
        await grain.OpenSessionAsync(Stranger, "agent", Cancellation);

        Assert.True((await grain.SaveAsync(Person, admin with { DisplayName = "一" }, Cancellation)).Refusal is null);
    }

    [Fact]
    public async Task SaveAsync_RenamedAccount_IsFoundByTheNewNameOnly()
    {
        var admin = await AdminAsync();
        var grain = Silo.Grains.GetGrain<IAccountGrain>(admin.Id);
        await grain.SaveAsync(Person, admin with { UserName = "chief", NormalizedUserName = "CHIEF" }, Cancellation);

        var directory = Silo.Grains.GetGrain<IAccountDirectoryGrain>("site");
        Assert.Equal(admin.Id, await directory.FindIdByNameAsync("CHIEF", Cancellation));
        Assert.Null(await directory.FindIdByNameAsync("SYSTEM", Cancellation));
    }

    [Fact]
    public async Task OpenSessionAsync_LockedOut_IsRefusedUntilTheLockEnds()
    {
        var admin = await AdminAsync();
        var grain = Silo.Grains.GetGrain<IAccountGrain>(admin.Id);
        var locked = admin with { AccessFailedCount = 5, LockoutEnd = Time.GetUtcNow().AddMinutes(5) };
        Assert.Null((await grain.SaveAsync(Stranger, locked, Cancellation)).Refusal);

        Assert.Equal("locked-out", (await grain.OpenSessionAsync(Stranger, "agent", Cancellation)).Refusal?.Reason);
        await RestartAsync();
        grain = Silo.Grains.GetGrain<IAccountGrain>(admin.Id);
        Assert.Equal("locked-out", (await grain.OpenSessionAsync(Stranger, "agent", Cancellation)).Refusal?.Reason);
        Time.Advance(TimeSpan.FromMinutes(5));

        Assert.NotNull((await grain.OpenSessionAsync(Stranger, "agent", Cancellation)).Value);
        Assert.Contains(await EventsAsync(), row => row.Type == "account.locked");
    }

    [Fact]
    public async Task RefreshAsync_Rotates_AndATokenUsedTwiceEndsTheSession()
    {
        var (grain, first) = await SignInAsync();
        var second = (await grain.RefreshAsync(Stranger, first.SessionId, first.RefreshToken, Cancellation)).Value;
        Assert.NotNull(second);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal("session-over", (await grain.RefreshAsync(Stranger, first.SessionId, "guess", Cancellation)).Refusal?.Reason);
        Assert.True(await grain.IsSessionAliveAsync(first.SessionId, Cancellation));

        var stolen = await grain.RefreshAsync(Stranger, first.SessionId, first.RefreshToken, Cancellation);

        Assert.Equal("session-over", stolen.Refusal?.Reason);
        Assert.False(await grain.IsSessionAliveAsync(first.SessionId, Cancellation));
        Assert.Equal(
            "session-over",
            (await grain.RefreshAsync(Stranger, first.SessionId, second.RefreshToken, Cancellation)).Refusal?.Reason
        );
        Assert.Contains(await EventsAsync(), row => row.Type == "account.refresh-token-reused");
    }

    [Fact]
    public async Task RefreshAsync_AfterARestart_StillWorks()
    {
        var (_, ticket) = await SignInAsync();
        await RestartAsync();

        var grain = Silo.Grains.GetGrain<IAccountGrain>(ticket.AccountId);

        Assert.True(await grain.IsSessionAliveAsync(ticket.SessionId, Cancellation));
        Assert.NotNull((await grain.RefreshAsync(Stranger, ticket.SessionId, ticket.RefreshToken, Cancellation)).Value);
    }

    [Fact]
    public async Task EndSessionAsync_SignOut_EndsThatSessionOnly()
    {
        var (grain, one) = await SignInAsync();
        var (_, two) = await SignInAsync();

        await grain.EndSessionAsync(Person, one.SessionId, "signed out", Cancellation);
        await grain.EndSessionAsync(Person, one.SessionId, "signed out", Cancellation);

        Assert.False(await grain.IsSessionAliveAsync(one.SessionId, Cancellation));
        Assert.True(await grain.IsSessionAliveAsync(two.SessionId, Cancellation));
        Assert.Single(await EventsAsync(), row => row.Type == "account.signed-out");
    }

    [Fact]
    public async Task SaveAsync_DisabledOrNewPassword_EndsEverySession()
    {
        var (grain, one) = await SignInAsync();
        var admin = await AdminAsync();
        var changed = await grain.SaveAsync(Person, admin with { PasswordHash = "other", SecurityStamp = "other" }, Cancellation);
        Assert.False(await grain.IsSessionAliveAsync(one.SessionId, Cancellation));
        var (_, two) = await SignInAsync();

        await grain.SaveAsync(Person, changed.Value! with { Disabled = true }, Cancellation); // accepted: asserted by what follows

        Assert.False(await grain.IsSessionAliveAsync(two.SessionId, Cancellation));
        Assert.Equal("account-disabled", (await grain.OpenSessionAsync(Stranger, "agent", Cancellation)).Refusal?.Reason);
    }

    [Fact]
    public async Task IsSessionAliveAsync_Forgotten_EndsByItself()
    {
        var (grain, ticket) = await SignInAsync();

        Time.Advance(TimeSpan.FromDays(14));

        Assert.False(await grain.IsSessionAliveAsync(ticket.SessionId, Cancellation));
    }

    [Fact]
    public async Task OpenSessionAsync_NoSuchAccount_IsNotFound()
    {
        var grain = Silo.Grains.GetGrain<IAccountGrain>(Ulid.New(Time));

        Assert.Equal(RefusalCode.NotFound, (await grain.OpenSessionAsync(Stranger, "agent", Cancellation)).Refusal?.Code);
        Assert.Null(await grain.DescribeAsync(Cancellation));
    }

    private async Task<AccountRecord> AdminAsync()
    {
        var id = await Silo.Grains.GetGrain<IAccountDirectoryGrain>("site").FindIdByNameAsync("SYSTEM", Cancellation);
        Assert.NotNull(id);
        var record = await Silo.Grains.GetGrain<IAccountGrain>(id).DescribeAsync(Cancellation);
        Assert.NotNull(record);
        return record;
    }

    private async Task<(IAccountGrain Grain, SessionTicket Ticket)> SignInAsync()
    {
        var grain = Silo.Grains.GetGrain<IAccountGrain>((await AdminAsync()).Id);
        var ticket = (await grain.OpenSessionAsync(Stranger, "agent", Cancellation)).Value;
        Assert.NotNull(ticket);
        return (grain, ticket);
    }

    private Task<CommandResult<AccountRecord>> SaveNewAsync(string name)
    {
        var id = Ulid.New(Time);
        var record = new AccountRecord(id, name, name.ToUpperInvariant(), name, null, null, "stamp", 0, null, null, false, 0);
        return Silo.Grains.GetGrain<IAccountGrain>(id).SaveAsync(Person, record, Cancellation);
    }

    private async Task<List<EventRow>> EventsAsync()
    {
        var contexts = Silo.Services.GetRequiredService<IDbContextFactory<CommandDbContext>>();
        await using var context = await contexts.CreateDbContextAsync(Cancellation);
        return await context.Events.Where(row => row.Kind == AccountGrain.Kind).ToListAsync(Cancellation);
    }
}
