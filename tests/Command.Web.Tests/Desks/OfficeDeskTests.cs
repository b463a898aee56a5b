using Bunit;
using Command.Contracts.Approvals;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Contracts.Groups;
using Command.Web.Desks.Approvals;
using Command.Web.Desks.Groups;
using Command.Web.Desks.Shifts;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class OfficeDeskTests
{
    [Fact]
    public async Task GroupEditor_New_IsNamedAndFilled()
    {
        await using var context = new DeskContext("en");
        context.Site.Devices.Add(FakeSite.Device("d1", "North 3", "u1", DeviceState.Online));
        context.Site.Devices.Add(FakeSite.Device("d2", "South 1", "u1", DeviceState.Online));
        var saved = 0;
        var editor = context.Render<GroupEditor>(parameters => parameters.Add(p => p.OnSaved, () => saved++));
        await editor.Find("input[name=name]").ChangeAsync("Courtroom 1");
        await editor.Find("input[value=d2]").ChangeAsync(true);
        await editor.Find("form").SubmitAsync();
        Assert.Equal("Courtroom 1", Assert.Single(context.Office.Groups).Name);
        var (id, devices) = Assert.Single(context.Office.Members);
        Assert.Equal("made", id);
        Assert.Equal(["d2"], devices);
        Assert.Equal(1, saved);
    }

    [Fact]
    public async Task GroupEditor_NameTaken_StaysOpenWithTheReason()
    {
        await using var context = new DeskContext("en");
        context.Office.NextRefusal = Refusal.InvalidField("name", "name-required", "…");
        var saved = 0;
        var editor = context.Render<GroupEditor>(parameters => parameters.Add(p => p.OnSaved, () => saved++));
        await editor.Find("form").SubmitAsync();
        Assert.Equal(0, saved);
        Assert.Contains("A name of 1 to 80 characters is required.", editor.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GroupEditor_ChosenOnly_NamesMembersThatNoSearchFound()
    {
        await using var context = new DeskContext("en");
        const string id = "01jd00000000000000000000ca";
        context.Site.Camera = FakeSite.Status(id, "Far gate");
        var editor = context.Render<GroupEditor>(parameters => parameters.Add(p => p.Group, new DeviceGroup("g", "G", null, [id], 1)));
        await editor.Find(".picker-head input[type=checkbox]").ChangeAsync(true);
        Assert.Contains("Far gate", editor.Find(".picker-rows").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GroupsDesk_WithoutTheRight_OffersNothingToChange()
    {
        await using var context = new DeskContext("en");
        context.Office.Groups.Add(new DeviceGroup("g", "Courtroom 1", null, ["d1", "d2"], 1));
        var desk = context.Render<GroupsDesk>();
        desk.WaitForElement("[data-group=g]");
        Assert.Contains("2 devices", desk.Find("[data-group=g]").TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.FindAll("button"));
    }

    [Fact]
    public async Task ShiftsDesk_SaysWhoIsOnShiftNow()
    {
        await using var context = new DeskContext("en");
        var now = TimeProvider.System.GetUtcNow();
        context.Office.Shifts.Add(new Shift("s1", "a", "Officer Li", "duty-officer", null, now.AddHours(-1), now.AddHours(1), null));
        var desk = context.Render<ShiftsDesk>();
        desk.WaitForElement(".on-duty li");
        Assert.Contains("Officer Li", desk.Find(".on-duty").TextContent, StringComparison.Ordinal);
        Assert.NotNull(desk.Find(".shift-bar[data-running=true]"));
        Assert.Empty(desk.FindAll(".hold"));
    }

    [Fact]
    public async Task ShiftsDesk_Planner_EndsAShift()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.ShiftManage);
        var now = TimeProvider.System.GetUtcNow();
        context.Office.Shifts.Add(new Shift("s1", "a", "Officer Li", "duty-officer", null, now.AddHours(-1), now.AddHours(1), null));
        var desk = context.Render<ShiftsDesk>();
        await desk.WaitForElement("[data-shift=s1] .hold").ClickAsync();
        Assert.Equal(["s1"], context.Office.Ended);
    }

    [Fact]
    public async Task ShiftEditor_PlansTheChosenPerson()
    {
        await using var context = new DeskContext("en");
        var editor = context.Render<ShiftEditor>();
        Assert.True(editor.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Equal(["duty-officer"], editor.FindAll("select[name=role] option").Select(option => option.GetAttribute("value")));
        await editor.Find($"input[value='{FakePeople.Id}']").ChangeAsync(true);
        await editor.Find("input[name=from]").ChangeAsync("2026-11-25T08:00");
        await editor.Find("input[name=until]").ChangeAsync("2026-11-25T18:00");
        await editor.Find("form").SubmitAsync();
        var draft = Assert.Single(context.Office.Planned);
        Assert.Equal((FakePeople.Id, "duty-officer"), (draft.AccountId, draft.Role));
        Assert.Equal(TimeSpan.FromHours(10), draft.Until - draft.From);
    }

    [Fact]
    public async Task ApprovalsDesk_SecondPerson_ApprovesAndRefusesWithAReason()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.ApprovalDecide);
        context.Office.Approvals.Add(FakeOffice.Approval("a1"));
        var desk = context.Render<ApprovalsDesk>();
        desk.WaitForElement("[data-approval=a1]");
        Assert.Equal("Auditor → Li", desk.Find(".approval-what").TextContent);
        Assert.True(desk.FindAll(".decide button")[1].HasAttribute("disabled"));
        await desk.Find(".decide input").InputAsync("Not agreed");
        await desk.FindAll(".decide button")[1].ClickAsync();
        await desk.FindAll(".decide button")[0].ClickAsync();
        Assert.Equal([("a1", false, "Not agreed"), ("a1", true, "Not agreed")], context.Office.Decided);
    }

    [Fact]
    public async Task ApprovalsDesk_OwnRequest_CanOnlyBeWithdrawn()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.ApprovalDecide);
        context.Office.Approvals.Add(FakeOffice.Approval("a1", DeskContext.AccountId));
        var desk = context.Render<ApprovalsDesk>();
        desk.WaitForElement("[data-approval=a1]");
        Assert.Empty(desk.FindAll(".decide"));
        Assert.Equal("Withdraw", desk.Find(".approval button").TextContent);
    }

    [Fact]
    public async Task ApprovalsDesk_Refused_SaysWhy()
    {
        await using var context = new DeskContext("en");
        context.Access.Hold(Rights.ApprovalDecide);
        context.Office.Approvals.Add(FakeOffice.Approval("a1"));
        var desk = context.Render<ApprovalsDesk>();
        desk.WaitForElement("[data-approval=a1]");
        context.Office.NextRefusal = Refusal.Of(RefusalCode.Conflict, "unheard-of", "It is decided already.");
        await desk.Find(".decide .primary").ClickAsync();
        Assert.Equal("It is decided already.", desk.Find(".refusal").TextContent);
    }

    [Fact]
    public async Task ApprovalsDesk_History_ShowsWhoDecided()
    {
        await using var context = new DeskContext("en");
        context.Office.Approvals.Add(
            FakeOffice.Approval("a1", state: ApprovalState.Refused) with
            {
                DecidedBy = "Auditor B",
                DecidedAt = FakeSite.Noon,
            }
        );
        var desk = context.Render<ApprovalsDesk>();
        desk.WaitForElement(".note");
        await desk.FindAll(".choice button")[1].ClickAsync();
        Assert.Contains("decided by Auditor B", desk.Find("[data-approval=a1]").TextContent, StringComparison.Ordinal);
    }
}
