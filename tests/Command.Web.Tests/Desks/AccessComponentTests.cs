using Bunit;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Web.Desks;
using Command.Web.Desks.Access;
using Command.Web.Desks.Roles;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class AccessComponentTests
{
    private static readonly Refusal NoExport = new(
        RefusalCode.Forbidden,
        "right-missing",
        "The right evidence.export is missing.",
        [Rights.EvidenceExport],
        null
    );

    [Fact]
    public async Task RefusalNote_RightMissing_SaysWhichRoleAndWhoCanGrantIt()
    {
        await using var context = new DeskContext("en");
        context.Access.Answer = new AccessAnswer(
            false,
            "right-missing",
            Rights.EvidenceExport,
            [],
            ["evidence-custodian", "commander"],
            ["Security A"]
        );
        var note = context.Render<RefusalNote>(parameters =>
            parameters.Add(p => p.Refusal, NoExport).Add(p => p.Kind, "camera").Add(p => p.Id, "c1")
        );
        Assert.Equal("You do not hold the right “Export evidence”.", note.Find(".refusal").TextContent);
        await note.Find("button").ClickAsync();
        var answer = note.Find(".answer").TextContent;
        Assert.Contains("Missing right: Export evidence", answer, StringComparison.Ordinal);
        Assert.Contains("Evidence custodian, Commander", answer, StringComparison.Ordinal);
        Assert.Contains("Can be granted by: Security A", answer, StringComparison.Ordinal);
        Assert.Equal(new AccessQuestion(Rights.EvidenceExport, "camera", "c1"), Assert.Single(context.Access.Questions));
    }

    [Fact]
    public async Task RefusalNote_OffShift_SaysThat()
    {
        await using var context = new DeskContext("zh-CN");
        var line = new AccessLine(new RoleRight(Rights.LiveWatch, RightReach.Unit), "duty-officer", "g", null, false, "off-shift", null);
        context.Access.Answer = new AccessAnswer(false, "off-shift", Rights.LiveWatch, [line], ["duty-officer"], []);
        var note = context.Render<RefusalNote>(parameters =>
            parameters.Add(p => p.Refusal, NoExport with { Arguments = [Rights.LiveWatch] })
        );
        await note.Find("button").ClickAsync();
        Assert.Contains("有此权限，但现在不在班。", note.Markup, StringComparison.Ordinal);
        Assert.Contains("值班员（不在班）", note.Markup, StringComparison.Ordinal);
        Assert.Contains("目前没有人能授予", note.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusalNote_Open_ExplainsAtOnceAndOnce()
    {
        await using var context = new DeskContext("en");
        context.Access.Answer = new AccessAnswer(false, "right-missing", Rights.EvidenceExport, [], ["commander"], []);
        var note = context.Render<RefusalNote>(parameters => parameters.Add(p => p.Refusal, NoExport).Add(p => p.Open, true));
        Assert.Contains("Commander", note.WaitForElement(".answer").TextContent, StringComparison.Ordinal);
        note.Render(parameters => parameters.Add(p => p.Refusal, NoExport).Add(p => p.Open, true));
        Assert.Single(context.Access.Questions);
    }

    [Fact]
    public async Task RefusalNote_OtherRefusal_OffersNoExplanation()
    {
        await using var context = new DeskContext("en");
        var note = context.Render<RefusalNote>(parameters =>
            parameters.Add(p => p.Refusal, Refusal.InvalidField("name", "name-required", "…"))
        );
        Assert.Equal("A name of 1 to 80 characters is required.", note.Find(".refusal").TextContent);
        Assert.Empty(note.FindAll("button"));
    }

    [Fact]
    public async Task RefusalNote_ServerSilent_SaysSo()
    {
        await using var context = new DeskContext("en");
        var note = context.Render<RefusalNote>(parameters => parameters.Add(p => p.Refusal, NoExport));
        await note.Find("button").ClickAsync();
        Assert.Contains("The reason cannot be found now", note.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RailMenu_ShowsOnlyWhatThePersonMayUse()
    {
        await using var context = new DeskContext("en");
        context.Access.Lines.Clear();
        context.Access.Hold(Rights.RoleManage, Rights.ApprovalDecide);
        context.Office.Approvals.Add(FakeOffice.Approval("a1"));
        context.Office.Approvals.Add(FakeOffice.Approval("a2", DeskContext.AccountId));
        var rail = context.Render<RailMenu>();
        rail.WaitForAssertion(() => Assert.Equal("1", rail.Find(".rail-count [aria-hidden]").TextContent));
        Assert.Equal(["/people", "/roles", "/approvals"], rail.FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task RailMenu_RightsUnknown_ShowsDailyWork()
    {
        await using var context = new DeskContext("en");
        context.Access.Unavailable = true;
        var rail = context.Render<RailMenu>();
        Assert.Equal(["/wall", "/devices", "/signals", "/groups", "/shifts"], rail.FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task GlassControl_CommanderOffShift_BreaksWithAReasonAndMends()
    {
        await using var context = new DeskContext("en");
        context.Access.Lines.Clear();
        context.Access.Lines.Add(
            new AccessLine(new RoleRight(Rights.BreakGlassUse, RightReach.Unit), "commander", "g", null, false, "off-shift", null)
        );
        var glass = context.Render<GlassControl>();
        await glass.WaitForElement(".glass-open").ClickAsync();
        Assert.True(glass.Find(".hold").HasAttribute("disabled"));
        await glass.Find("#glass-reason").InputAsync("Fire in the north wing");
        await glass.Find(".hold").ClickAsync();
        Assert.Equal("Fire in the north wing", context.Access.Glass?.Reason);
        await glass.Find(".glass-broken button").ClickAsync();
        Assert.Null(context.Access.Glass);
        Assert.NotNull(glass.Find(".glass-open"));
    }

    [Fact]
    public async Task GlassControl_NoCommander_ShowsNothing()
    {
        await using var context = new DeskContext("en");
        var glass = context.Render<GlassControl>();
        Assert.Equal("", glass.Markup.Trim());
    }

    [Fact]
    public async Task RolesDesk_ShowsReachAndLimits()
    {
        await using var context = new DeskContext("en");
        var desk = context.Render<RolesDesk>();
        desk.WaitForElement(".matrix");
        Assert.Equal(2, desk.FindAll("thead th[scope=col]:not(.corner)").Count);
        var cells = desk.FindAll("td[title]").Select(cell => cell.GetAttribute("title")).ToList();
        Assert.Contains("Duty officer · Play back footage: The unit and those below, footage of the last 72 h only", cells);
        Assert.Equal(3, cells.Count);
        await desk.Find("input[type=search]").InputAsync("footage");
        Assert.Contains("Play back footage", desk.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Watch live pictures", desk.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessReportView_Lines_AreSentences()
    {
        await using var context = new DeskContext("en");
        var report = new AccessReport(
            "p",
            1,
            [new RoleGrant("g", "duty-officer", "u1", [], null, null, "S", FakeSite.Noon, false)],
            [
                new AccessLine(
                    new RoleRight(Rights.PlaybackWatch, RightReach.Unit, FootageHours: 72),
                    "duty-officer",
                    "g",
                    "u1",
                    false,
                    "off-shift",
                    null
                ),
                new AccessLine(new RoleRight(Rights.AuditRead, RightReach.Site), "auditor", "h", null, true, null, null),
            ],
            null
        );
        var view = context.Render<AccessReportView>(parameters =>
            parameters
                .Add(p => p.SubjectId, FakePeople.Id)
                .Add(p => p.Name, "Li")
                .Add(p => p.Report, report)
                .Add(p => p.Units, [FakeSite.Unit("u1", "North office")])
        );
        Assert.Equal(
            [
                "North office and below · footage of the last 72 h only · as Duty officer · not now: off shift",
                "the whole site · as Auditor",
            ],
            view.FindAll(".report-line").Select(line => line.TextContent)
        );
        await view.Find("h2 input").ChangeAsync(false);
        Assert.Single(view.FindAll(".report-line"));
    }

    [Fact]
    public async Task AccessQuestionBox_Device_IsAskedById()
    {
        await using var context = new DeskContext("en");
        context.Site.Devices.Add(FakeSite.Device("d1", "North 3", "u1", DeviceState.Online));
        context.Access.Answer = new AccessAnswer(true, null, null, [], [], []);
        var box = context.Render<AccessQuestionBox>(parameters => parameters.Add(p => p.SubjectId, FakePeople.Id).Add(p => p.Name, "Li"));
        await box.Find("input[name=device]").InputAsync("North 3");
        await box.Find("form").SubmitAsync();
        Assert.Equal(new AccessQuestion(Rights.LiveWatch, "camera", "d1"), Assert.Single(context.Access.Questions));
        Assert.Equal("true", box.Find(".answer").GetAttribute("data-allowed"));
    }
}
