using Command.Contracts.Accounts;
using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Access;

/// <summary>Three administrators who need each other: nobody grants to themselves, nobody holds two, no one person makes an administrator.</summary>
public sealed class AccessGrainTests : NounTestsBase
{
    private IApprovalDeskGrain Desk => Silo.Grains.GetGrain<IApprovalDeskGrain>("site");

    [Fact]
    public async Task Grant_ByWhoMayNot_IsForbidden()
    {
        var person = await SignInAsync([], null);

        // Every operating right and the system administrator's: still not the right to grant.
        Assert.Equal("right-missing", (await GrantAsync(Person, person.ActorId, "inspector")).Refusal?.Reason);
        Assert.Equal("right-missing", (await GrantAsync(await AdministratorAsync("auditor"), person.ActorId, "inspector")).Refusal?.Reason);
    }

    [Fact]
    public async Task Grant_ByTheSecurityAdministrator_CountsAtOnceAndIsRecorded()
    {
        var security = await AdministratorAsync("security-admin");
        var person = await SignInAsync([], null);

        var granted = await GrantAsync(security, person.ActorId, "inspector");

        Assert.NotNull(granted.Value?.Grant);
        Assert.True(granted.Value.Grant.ActiveNow);
        Assert.Equal((security.ActorId, "tests", EventOutcome.Done), await EventAsync("access.role-granted", person.ActorId));
    }

    [Fact]
    public async Task GrantAndRevoke_OnOneself_IsForbiddenAndRecorded()
    {
        var security = await AdministratorAsync("security-admin");
        var own = Access(security.ActorId);
        var held = (await own.ReportAsync(security, Cancellation)).Value!.Roles.Single(); // one's own is free

        Assert.Equal("self-grant", (await GrantAsync(security, security.ActorId, "commander")).Refusal?.Reason);
        Assert.Equal("self-grant", (await own.RevokeAsync(security, held.Id, "tests", Cancellation)).Refusal?.Reason);
        Assert.Equal((security.ActorId, "self-grant", EventOutcome.Refused), await EventAsync("access.self-grant", security.ActorId));
    }

    [Theory]
    [InlineData("system-admin", "auditor")]
    [InlineData("system-admin", "security-admin")]
    [InlineData("auditor", "security-admin")]
    [InlineData("auditor", "system-admin")]
    [InlineData("security-admin", "auditor")]
    public async Task Grant_SecondAdministratorRole_IsAConflictForTheInstallerToo(string first, string second)
    {
        var person = await SignInAsync([first], null);

        var refusal = (await GrantAsync(CommandContext.System("tests"), person.ActorId, second)).Refusal;

        Assert.Equal((RefusalCode.Conflict, "separation-of-duties"), (refusal!.Code, refusal.Reason));
    }

    [Fact]
    public async Task Grant_AdministratorRole_WaitsForASecondPersonAndHappensOnce()
    {
        var security = await AdministratorAsync("security-admin");
        var auditor = await AdministratorAsync("auditor");
        var person = await SignInAsync([], null);

        var asked = (await GrantAsync(security, person.ActorId, "auditor")).Value!; // no refusal is expected
        Assert.Null(asked.Grant);
        Assert.False(Holds(person, "auditor"));
        Assert.Equal("second-person", (await DecideAsync(security, asked)).Refusal?.Reason);
        Assert.Equal("approval-not-found", (await DecideAsync(person, asked)).Refusal?.Reason);

        Assert.Null((await DecideAsync(auditor, asked)).Refusal);
        await Until.TrueAsync(() => Holds(person, "auditor"), "the role is held");
        Assert.Equal("approval-decided", (await DecideAsync(auditor, asked)).Refusal?.Reason);
        Assert.Single(Silo.Services.GetRequiredService<AccessBook>().Known.RolesOf(person.ActorId));
    }

    [Fact]
    public async Task Grant_AdministratorRoleToADecider_CannotBeApprovedByThem()
    {
        var security = await AdministratorAsync("security-admin");
        var person = await SignInAsync(["system-admin"], null);
        var held = Assert.Single(Silo.Services.GetRequiredService<AccessBook>().Known.RolesOf(person.ActorId));
        // Asked for while the person holds nothing, decided when they are an administrator: the role it is for is theirs.
        Assert.Null((await Access(person.ActorId).RevokeAsync(security, held.Id, "tests", Cancellation)).Refusal);
        var asked = (await GrantAsync(security, person.ActorId, "system-admin")).Value!; // no refusal is expected
        Assert.Null((await GrantAsync(CommandContext.System("tests"), person.ActorId, "auditor")).Refusal);

        Assert.Equal("second-person", (await DecideAsync(person, asked)).Refusal?.Reason);

        // Approved by another, the act meets the rule again: nobody holds two.
        Assert.Null((await DecideAsync(await AdministratorAsync("system-admin"), asked)).Refusal);
        var done = await Until.ValueAsync(
            async () => (await Desk.DescribeAsync(security, asked.ApprovalId!, Cancellation)).Value, // it was asked for
            approval => approval.State == ApprovalState.Failed,
            "the act has been tried"
        );
        Assert.Equal("separation-of-duties", done.Outcome);
        Assert.False(Holds(person, "system-admin"));
    }

    [Fact]
    public async Task Decide_ADayLater_IsTooLate()
    {
        var security = await AdministratorAsync("security-admin");
        var person = await SignInAsync([], null);
        var asked = (await GrantAsync(security, person.ActorId, "auditor")).Value!; // no refusal is expected
        var auditor = await AdministratorAsync("auditor");

        Time.Advance(TimeSpan.FromHours(25));

        Assert.Equal("approval-decided", (await DecideAsync(auditor, asked)).Refusal?.Reason);
        Assert.False(Holds(person, "auditor"));
    }

    [Fact]
    public async Task Revoke_TheLastSecurityAdministrator_IsAConflict()
    {
        var last = await AdministratorAsync("security-admin");
        var held = Assert.Single(Silo.Services.GetRequiredService<AccessBook>().Known.RolesOf(last.ActorId));

        var refused = await Access(last.ActorId).RevokeAsync(CommandContext.System("tests"), held.Id, "tests", Cancellation);

        Assert.Equal((RefusalCode.Conflict, "last-administrator"), (refused.Refusal!.Code, refused.Refusal.Reason));
    }

    [Fact]
    public async Task BreakGlass_OffShiftCommander_OperatesTheSiteForHalfAnHour()
    {
        var unit = await UnitAsync();
        var elsewhere = await UnitAsync("别院");
        var commander = await SignInAsync([], null);
        var draft = new RoleGrantDraft("commander", unit, [], null, null, "tests");
        Assert.Null((await Access(commander.ActorId).GrantAsync(CommandContext.System("tests"), draft, Cancellation)).Refusal);
        Assert.False(await MayAsync(commander, Rights.LiveWatch, elsewhere));

        var broken = await Access(commander.ActorId).BreakGlassAsync(commander, "火警 fire", Cancellation);

        Assert.Equal(TimeSpan.FromMinutes(30), broken.Value!.Until - broken.Value.Since); // no refusal is expected
        Assert.True(await MayAsync(commander, Rights.LiveWatch, elsewhere));
        Assert.False(await MayAsync(commander, Rights.EvidenceExport, elsewhere));
        Assert.False(await MayAsync(commander, Rights.RoleManage, elsewhere));
        Assert.Equal("glass-broken", (await Access(commander.ActorId).BreakGlassAsync(commander, "again", Cancellation)).Refusal?.Reason);
        Assert.Equal((commander.ActorId, "火警 fire", EventOutcome.Done), await EventAsync("access.glass-broken", commander.ActorId));

        Time.Advance(TimeSpan.FromMinutes(31));
        Assert.False(await MayAsync(commander, Rights.LiveWatch, elsewhere));
    }

    [Fact]
    public async Task BreakGlass_ByAnybodyElse_IsRefused()
    {
        var officer = await SignInAsync(["duty-officer"], null);

        Assert.Equal("right-missing", (await Access(officer.ActorId).BreakGlassAsync(officer, "r", Cancellation)).Refusal?.Reason);
        Assert.Equal("glass-of-another-person", (await Access(Person.ActorId).BreakGlassAsync(officer, "r", Cancellation)).Refusal?.Reason);
    }

    private IAccessGrain Access(string subjectId) => Silo.Grains.GetGrain<IAccessGrain>(subjectId);

    private Task<CommandResult<GrantOutcome>> GrantAsync(CommandContext context, string subjectId, string role) =>
        Access(subjectId).GrantAsync(context, new RoleGrantDraft(role, null, [], null, null, "tests"), Cancellation);

    private Task<CommandResult<Approval>> DecideAsync(CommandContext second, GrantOutcome asked) =>
        Desk.DecideAsync(second, asked.ApprovalId!, true, null, Cancellation); // an administrator role waits

    private bool Holds(CommandContext person, string role) =>
        Silo.Services.GetRequiredService<AccessBook>().Known.RolesOf(person.ActorId).Any(held => held.Role == role);

    private async Task<bool> MayAsync(CommandContext person, string right, string unitId) =>
        (
            await Silo
                .Services.GetRequiredService<RoleAuthority>()
                .DecideAsync(person, new Right(right), new AccessScope("camera", "c1", unitId), Cancellation)
        ).IsGranted;

    private async Task<(string Actor, string? Cause, string Outcome)> EventAsync(string type, string subjectId)
    {
        await using var database = await Silo
            .Services.GetRequiredService<IDbContextFactory<CommandDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var row = await database.Events.FirstAsync(row => row.Type == type && row.Id == subjectId, Cancellation);
        return (row.Actor, row.Cause, row.Outcome);
    }

    // One of the three that the first start made.
    private async Task<CommandContext> AdministratorAsync(string role)
    {
        var id = await Until.ValueAsync(
            () => Task.FromResult(Silo.Services.GetRequiredService<AccessBook>().Known.HoldersOf([role]).FirstOrDefault()),
            holder => holder.Length > 0,
            $"there is a {role}"
        );
        var context = new CommandContext(id, role, null, null, "corr-3", "127.0.0.1", null);
        var ticket = (await Silo.Grains.GetGrain<IAccountGrain>(context.ActorId).OpenSessionAsync(context, "tests", Cancellation)).Value!; // an account without lock has no refusal
        return context with { SessionId = ticket.SessionId };
    }
}
