using Bunit;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Web.Desks.People;
using Command.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Web.Tests.Desks;

public sealed class PeopleDeskTests
{
    [Fact]
    public async Task PeopleDesk_ListsPeopleWithRolesAndHidesTheDisabled()
    {
        await using var context = new DeskContext("zh-CN");
        context.Site.Units.Add(FakeSite.Unit("u1", "江苏路司法所"));
        context.People.People.Add(new Person("x", "gone", "王某", null, true, null, [], 1));
        var desk = context.Render<PeopleDesk>();
        var row = desk.WaitForElement("[data-account]");
        Assert.Contains("李警官", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("江苏路司法所", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("值班员", row.QuerySelector(".chip")!.TextContent);
        Assert.Single(desk.FindAll("[data-account]"));
        await desk.Find("input[type=checkbox]").ChangeAsync(true);
        Assert.Equal(2, desk.FindAll("[data-account]").Count);
        Assert.Empty(desk.FindAll("button.primary"));
    }

    [Fact]
    public async Task PeopleDesk_Add_ShowsThePasswordOnce()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.AccountManage);
        var desk = context.Render<PeopleDesk>();
        await desk.WaitForElement("button.primary").ClickAsync();
        await desk.Find("input[name=displayName]").ChangeAsync("Officer Zhao");
        await desk.Find("input[name=userName]").ChangeAsync("zhao");
        await desk.Find("form").SubmitAsync();
        Assert.Equal(new PersonDraft("zhao", "Officer Zhao", null), Assert.Single(context.People.Drafts));
        Assert.Equal("shown-once", desk.Find("[data-password]").TextContent);
        await desk.Find(".drawer-acts .primary").ClickAsync();
        Assert.EndsWith("/people/new", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PersonDesk_Grant_SendsTheDraft()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.RoleManage);
        context.Site.Units.Add(FakeSite.Unit("u1", "North office"));
        var desk = Person(context);
        await desk.WaitForElement("section[aria-label=Roles] h2 button").ClickAsync();
        await desk.Find("select[name=role]").ChangeAsync("duty-officer");
        Assert.Contains("footage of the last 72 h only", desk.Find(".carries").TextContent, StringComparison.Ordinal);
        await desk.Find("select[name=unitId]").ChangeAsync("u1");
        await desk.Find("input[name=reason]").InputAsync("New colleague");
        await desk.Find("form.drawer-body").SubmitAsync();
        var draft = Assert.Single(context.Access.Drafts);
        Assert.Equal(("duty-officer", "u1", "New colleague"), (draft.Role, draft.UnitId, draft.Reason));
        Assert.Empty(desk.FindAll(".caution"));
    }

    [Fact]
    public async Task PersonDesk_GrantOfAnAdministrator_WaitsForASecondPerson()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.RoleManage);
        context.Access.ApprovalId = "a1";
        var desk = Person(context);
        await desk.WaitForElement("section[aria-label=Roles] h2 button").ClickAsync();
        await desk.Find("select[name=role]").ChangeAsync("auditor");
        Assert.Contains("another administrator has to approve", desk.Find(".carries").TextContent, StringComparison.Ordinal);
        await desk.Find("input[name=reason]").InputAsync("Replaces Wang");
        await desk.Find("form.drawer-body").SubmitAsync();
        Assert.Contains("Waits for a second person", desk.Find(".caution").TextContent, StringComparison.Ordinal);
        Assert.Equal("/approvals", desk.Find(".caution a").GetAttribute("href"));
    }

    [Fact]
    public async Task PersonDesk_Revoke_NeedsAReason()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.RoleManage);
        context.Access.Grants.Add(new RoleGrant("g1", "duty-officer", null, [], null, null, "Security", FakeSite.Noon, true));
        var desk = Person(context);
        await desk.WaitForElement("[data-grant=g1] .revoke").ClickAsync();
        Assert.True(desk.Find("[data-grant=g1] .hold").HasAttribute("disabled"));
        await desk.Find("input[name=revoke-reason]").InputAsync("Left the unit");
        await desk.Find("[data-grant=g1] .hold").ClickAsync();
        Assert.Equal([("g1", "Left the unit")], context.Access.Revoked);
    }

    [Fact]
    public async Task PersonDesk_Oneself_CannotGrant()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.RoleManage);
        var desk = context.Render<PersonDesk>(parameters => parameters.Add(p => p.Id, DeskContext.AccountId));
        desk.WaitForElement("section[aria-label=Roles]");
        Assert.Contains("nobody changes their own roles", desk.Markup, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("section[aria-label=Roles] h2 button"));
    }

    [Fact]
    public async Task PersonDesk_Manager_ResetsSwitchesOffAndEndsSessions()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.AccountManage);
        context.People.Sessions.Add(new PersonSession("s1", "Firefox", "192.0.2.7", FakeSite.Noon, false));
        context.People.Sessions.Add(new PersonSession("s2", "curl", null, FakeSite.Noon, false));
        var desk = Person(context);
        await desk.WaitForElement("[data-session=s2] button").ClickAsync();
        await desk.Find("section[aria-label=Sessions] .hold").ClickAsync();
        Assert.Equal(["s2", null], context.People.Ended);
        await desk.FindAll(".list-head .hold")[1].ClickAsync();
        Assert.True(context.People.People[0].Disabled);
        await desk.FindAll(".list-head .hold")[0].ClickAsync();
        Assert.Equal("reset-once", desk.Find("[data-password]").TextContent);
    }

    [Fact]
    public async Task PersonDesk_Refused_SaysWhy()
    {
        await using var context = new DeskContext("en");
        context.People.NextRefusal = new Refusal(RefusalCode.Forbidden, "right-missing", "…", [Rights.AccountSee], null);
        var desk = Person(context);
        Assert.Equal("You do not hold the right “See people”.", desk.WaitForElement(".refusal").TextContent);
    }

    private static IRenderedComponent<PersonDesk> Person(DeskContext context) =>
        context.Render<PersonDesk>(parameters => parameters.Add(p => p.Id, FakePeople.Id));
}
