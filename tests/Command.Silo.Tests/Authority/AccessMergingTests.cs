using System.Collections.Frozen;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Tests.Authority;

/// <summary>Several ways to the same right: the most generous counts, and only while it lasts.</summary>
public sealed class AccessMergingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly string Account = Ulid.New(TimeProvider.System);
    private static readonly string Session = Ulid.New(TimeProvider.System);
    private static readonly AccessScope Camera = new("camera", "c1", "u1");

    [Theory]
    [InlineData(new[] { "dispatcher" }, 24)]
    [InlineData(new[] { "dispatcher", "duty-officer" }, 72)]
    [InlineData(new[] { "dispatcher", "inspector" }, null)]
    public void Decide_FootageOfSeveralRoles_ReachesAsFarAsTheLongest(string[] roles, int? hours)
    {
        var decision = Decide(Rights.PlaybackWatch, null, [.. roles.Select(role => Held(role))]);

        Assert.True(decision.IsGranted);
        Assert.Equal(hours, decision.Limits.FootageAge?.TotalHours);
    }

    [Fact]
    public void Decide_ReasonNeededByOneRoleOnly_IsNotAskedFor() =>
        Assert.True(Decide(Rights.PlaybackWatch, null, Held("analyst"), Held("inspector")).IsGranted);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Decide_ReasonNeededAndNotGiven_SaysSo(string? purpose)
    {
        var refusal = Decide(Rights.PlaybackWatch, purpose, Held("analyst")).Refusal;

        Assert.Equal((RefusalCode.Forbidden, "purpose-required"), (refusal!.Code, refusal.Reason));
    }

    [Fact]
    public void Decide_ReasonLiftsTheLimitOfTheWayWithoutOne()
    {
        Assert.Equal(24, Decide(Rights.PlaybackWatch, null, Held("analyst"), Held("dispatcher")).Limits.FootageAge?.TotalHours);
        Assert.Null(Decide(Rights.PlaybackWatch, "case 7", Held("analyst"), Held("dispatcher")).Limits.FootageAge);
    }

    [Fact]
    public void Decide_TestViewWhileOnDuty_HasNoEndOfItsOwn()
    {
        Assert.Equal(60, Decide(Rights.LiveWatch, null, Held("device-engineer")).Limits.ViewTime?.TotalSeconds);
        Assert.Null(Decide(Rights.LiveWatch, null, Held("device-engineer"), Held("duty-officer")).Limits.ViewTime);
    }

    [Fact]
    public void Decide_TwoGrants_EndWithTheLater()
    {
        var (soon, late) = (Now.AddHours(1), Now.AddHours(2));

        Assert.Equal(late, Decide(Rights.LiveWatch, null, Held("inspector", soon), Held("inspector", late)).Until);
        Assert.Null(Decide(Rights.LiveWatch, null, Held("inspector", soon), Held("inspector")).Until);
    }

    [Fact]
    public void Decide_OnShift_EndsWithTheShift() =>
        Assert.Equal(Now.AddHours(3), Decide(Rights.LiveWatch, null, Held("duty-officer")).Until);

    [Fact]
    public void Decide_ExportByAnyRole_TakesASecondPerson() =>
        Assert.All(
            RoleCatalogue.Shipped.With(Rights.EvidenceExport),
            role =>
                Assert.All(
                    RoleCatalogue.Shipped.Find(role)!.Rights.Where(line => line.Right == Rights.EvidenceExport),
                    line => Assert.True(line.NeedsApproval, role)
                )
        );

    [Fact]
    public void Roles_OfAdministrators_ShareNoPower()
    {
        // Seeing what there is, and being the second person, is what all three have in common.
        string[] shared = [Rights.UnitSee, Rights.DeviceSee, Rights.GroupSee, Rights.ShiftSee, Rights.AccountSee, Rights.ApprovalDecide];
        var powers = RoleCatalogue
            .Shipped.All.Where(role => role.Administrator)
            .SelectMany(role => role.Rights.Select(line => line.Right).Except(shared))
            .ToList();

        Assert.NotEmpty(powers);
        Assert.Equal(powers.Distinct(), powers);
        Assert.DoesNotContain(Rights.LiveWatch, powers);
        Assert.DoesNotContain(Rights.PlaybackWatch, powers);
    }

    private static HeldRole Held(string role, DateTimeOffset? until = null) => new(role, Account, role, "u1", [], null, until);

    private static AuthorityDecision Decide(string right, string? purpose, params HeldRole[] held)
    {
        var facts = AccessFacts.Nothing with
        {
            Roles = held,
            Shifts = [.. held.Select(role => new HeldShift(Account, role.Role, "u1", Now.AddHours(-1), Now.AddHours(3)))],
            UnitParents = FrozenDictionary.Create<string, string?>(null, [new("u1", null)]),
        };
        return AccessRules.Decide(
            new AccessSnapshot(1, RoleCatalogue.Shipped, facts),
            new NoCases(),
            new CommandContext(Account, "person", null, purpose, "c", null, Session),
            new Right(right),
            Camera,
            Now
        );
    }
}
