using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Silo.Authority;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Authority;

/// <summary>What grains commit about access is decided by from the next question on; what time does needs no reading at all.</summary>
public sealed class AccessBookTests : NounTestsBase
{
    private static readonly CommandContext Installer = CommandContext.System("tests");

    private IAuthority Authority => Silo.Services.GetRequiredService<IAuthority>();

    private AccessBook Book => Silo.Services.GetRequiredService<AccessBook>();

    [Fact]
    public async Task Grant_ThenRevoke_CountsAtOnce()
    {
        var unit = await UnitAsync();
        var person = await SignInAsync([], null);
        var access = Silo.Grains.GetGrain<IAccessGrain>(person.ActorId);
        Assert.Equal("camera-not-found", await ReasonAsync(person, Rights.LiveWatch, unit));
        var version = Book.Known.Version;

        var granted = await access.GrantAsync(Installer, new RoleGrantDraft("inspector", unit, [], null, null, "tests"), Cancellation);

        Assert.Null(granted.Refusal);
        Assert.Null(await ReasonAsync(person, Rights.LiveWatch, unit));
        Assert.True(Book.Known.Version > version);
        var held = Assert.Single(Book.Known.RolesOf(person.ActorId));
        Assert.Null((await access.RevokeAsync(Installer, held.Id, "tests", Cancellation)).Refusal);
        Assert.Equal("camera-not-found", await ReasonAsync(person, Rights.LiveWatch, unit));
    }

    [Fact]
    public async Task Unit_AddedBelow_IsReachedAtOnce()
    {
        var top = await UnitAsync();
        var person = await SignInAsync(["inspector"], top);

        var below = await UnitAsync("分院", top);
        var beside = await UnitAsync("别院");

        Assert.Null(await ReasonAsync(person, Rights.LiveWatch, below));
        Assert.Equal("camera-not-found", await ReasonAsync(person, Rights.LiveWatch, beside));
    }

    [Fact]
    public async Task Shift_BeginsAndEnds_WithoutAReading()
    {
        var unit = await UnitAsync();
        var person = await SignInAsync([], null);
        var access = Silo.Grains.GetGrain<IAccessGrain>(person.ActorId);
        Assert.Null(
            (await access.GrantAsync(Installer, new RoleGrantDraft("dispatcher", unit, [], null, null, "tests"), Cancellation)).Refusal
        );
        var (from, until) = (Time.GetUtcNow().AddHours(1), Time.GetUtcNow().AddHours(2));
        var shift = new ShiftDraft(person.ActorId, "dispatcher", unit, from, until, null);
        Assert.Null((await Silo.Grains.GetGrain<IRosterGrain>("site").PlanAsync(Installer, shift, Cancellation)).Refusal);
        var rules = Silo.Services.GetRequiredService<RoleAuthority>();
        var book = Book.Known;
        Assert.False((await rules.VisibleAsync(person, new Right(Rights.LiveWatch), Cancellation)).Covers(unit, null));

        Time.Advance(TimeSpan.FromMinutes(90));
        Assert.True((await rules.VisibleAsync(person, new Right(Rights.LiveWatch), Cancellation)).Covers(unit, null));
        var during = await rules.DecideAsync(person, new Right(Rights.LiveWatch), new AccessScope("camera", "c1", unit), Cancellation);
        Assert.True(during.IsGranted);
        Assert.Equal(until, during.Until!.Value, TimeSpan.FromMilliseconds(1)); // granted by a shift, so there is an end; kept to the microsecond

        Time.Advance(TimeSpan.FromHours(1));
        Assert.False((await rules.VisibleAsync(person, new Right(Rights.LiveWatch), Cancellation)).Covers(unit, null));
        Assert.Equal(from, book.NextBoundary(from.AddMinutes(-1))!.Value, TimeSpan.FromMilliseconds(1)); // the shift is planned
    }

    private async Task<string?> ReasonAsync(CommandContext person, string right, string unitId) =>
        (await Authority.DecideAsync(person, new Right(right), new AccessScope("camera", "c1", unitId), Cancellation)).Refusal?.Reason;
}
