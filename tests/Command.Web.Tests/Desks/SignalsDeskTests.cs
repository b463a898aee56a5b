using AngleSharp.Dom;
using Bunit;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Contracts.Signals;
using Command.Web.Desks.Signals;
using Command.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components.Web;

namespace Command.Web.Tests.Desks;

public sealed class SignalsDeskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("zh-CN", "没有待处理的报警", "红色")]
    [InlineData("en", "No open alarms", "Red")]
    public async Task Empty_SaysWhatThisIsFor_AndLeadsToTheRecord(string language, string words, string red)
    {
        await using var context = new DeskContext(language);
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Contains(words, desk.Find(".note").TextContent, StringComparison.Ordinal), Patience);
        var filter = desk.Find("[data-filter=red]");
        Assert.Equal(("▲", red), (filter.QuerySelector(".colour-shape")!.TextContent, filter.QuerySelector(".colour-word")!.TextContent));

        context.Signals.Signals.Add(FakeSignalDesk.Signal("old", SignalColour.Blue, SignalState.Closed));
        await desk.Find(".note button").ClickAsync(new MouseEventArgs());

        await desk.WaitForAssertionAsync(() => Assert.Single(Rows(desk)), Patience);
    }

    [Fact]
    public async Task List_ShapeWordCauseObjectAndPlace_AreThere_AndItCountsAsOffered()
    {
        await using var context = Filled();
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal(["r", "b"], Rows(desk).Select(Id)), Patience);

        var text = desk.Find("[data-signal=b]").TextContent;
        foreach (var part in new[] { "■", "蓝色", "设备离线", "设备网络不可达", "北门 b", "江苏路 1 号", "区局" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
        Assert.Equal("2026", desk.Find("[data-signal=b] command-due").GetAttribute("at")![..4]);
        await desk.WaitForAssertionAsync(() => Assert.Equal(["b", "r"], context.Signals.Offered.Order()), Patience);
    }

    [Fact]
    public async Task Acknowledge_ByButtonOrKey_IsDoneAtOnce()
    {
        await using var context = Filled();
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal(2, Rows(desk).Count), Patience);

        await desk.Find("[data-signal=r] .cell-acts .button:not(.quiet)").ClickAsync(new MouseEventArgs());
        await desk.Find("[data-signal=b]").KeyDownAsync(new KeyboardEventArgs { Key = "a" });

        Assert.Equal([("r", null), ("b", null)], context.Signals.Acknowledged);
        Assert.Equal("false", desk.Find("[data-signal=r]").GetAttribute("data-waiting"));
        Assert.Contains("王法官", desk.Find("[data-signal=r]").TextContent, StringComparison.Ordinal);
        await desk.Find("[data-signal=b]").KeyDownAsync(new KeyboardEventArgs { Key = "a" });
        Assert.Equal(2, context.Signals.Acknowledged.Count);
    }

    [Fact]
    public async Task Acknowledge_SomebodyWasFirst_SaysWho()
    {
        await using var context = Filled();
        context.Signals.NextRefusal = new Refusal(RefusalCode.Conflict, "signal-answered", "x", ["李值班"], null);
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal(2, Rows(desk).Count), Patience);

        await desk.Find("[data-signal=r]").KeyDownAsync(new KeyboardEventArgs { Key = "A" });

        Assert.Contains("李值班", desk.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dismiss_ByKey_AsksForTheReason()
    {
        await using var context = Filled();
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal(2, Rows(desk).Count), Patience);

        await desk.Find("[data-signal=r]").KeyDownAsync(new KeyboardEventArgs { Key = "d" });
        var submit = desk.Find("aside.drawer button[type=submit]");
        Assert.True(submit.HasAttribute("disabled"));
        await desk.Find("aside.drawer input[name=reason]").InputAsync("误触报警");
        Assert.False(desk.Find("aside.drawer button[type=submit]").HasAttribute("disabled"));
        await desk.Find("aside.drawer form").SubmitAsync();

        Assert.Equal([("r", "误触报警")], context.Signals.Dismissed);
        Assert.Empty(desk.FindAll("aside.drawer"));
    }

    [Fact]
    public async Task Drawer_Refused_ShowsItAtTheField_AndEscapeCloses()
    {
        await using var context = Filled();
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal(2, Rows(desk).Count), Patience);
        await desk.Find("[data-signal=b]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        Assert.Contains("设备网络不可达", desk.Find("aside .evidence").TextContent, StringComparison.Ordinal);
        Assert.Equal("/devices/subject-b", desk.Find("aside .signal-facts a").GetAttribute("href"));
        await desk.Find("aside.drawer input[name=reason]").InputAsync("已核实");
        context.Signals.NextRefusal = Refusal.InvalidField("reason", "signal-reason-length", "x", "3", "200");

        await desk.Find("aside.drawer form").SubmitAsync();

        Assert.Contains("3 到 200", desk.Find("aside .refused").TextContent, StringComparison.Ordinal);
        await desk.Find("aside.drawer").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });
        Assert.Empty(desk.FindAll("aside.drawer"));
    }

    [Fact]
    public async Task Changes_AppearAndLeaveByThemselves_AndAreCounted()
    {
        await using var context = Filled();
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal(2, Rows(desk).Count), Patience);

        var fresh = FakeSignalDesk.Signal("n", SignalColour.Orange, source: "tamper");
        context.Signals.Signals.Add(fresh);
        await context.Observer.OnEventsAsync([new SignalChanged(FakeSite.Noon, fresh)]);
        await desk.WaitForAssertionAsync(() => Assert.Equal(["r", "n", "b"], Rows(desk).Select(Id)), Patience);
        await desk.WaitForAssertionAsync(() => Assert.Equal("1", desk.Find("[data-filter=orange] b").TextContent), Patience);

        var over = fresh with { State = SignalState.Closed, Version = 9 };
        context.Signals.Signals[^1] = over;
        await context.Observer.OnEventsAsync([new SignalChanged(FakeSite.Noon, over)]);
        await desk.WaitForAssertionAsync(() => Assert.Equal(["r", "b"], Rows(desk).Select(Id)), Patience);
        await desk.WaitForAssertionAsync(() => Assert.Equal("0", desk.Find("[data-filter=orange] b").TextContent), Patience);
    }

    [Fact]
    public async Task Filter_FromTheAddress_ShowsOneColour_AndCanBeCleared()
    {
        await using var context = Filled();
        var desk = context.Render<SignalsDesk>(parameters => parameters.Add(page => page.Colour, "blue"));
        await desk.WaitForAssertionAsync(() => Assert.Equal(["b"], Rows(desk).Select(Id)), Patience);

        await desk.Find("[data-filter=orange]").ClickAsync(new MouseEventArgs());
        Assert.Empty(Rows(desk));
        await desk.Find(".note button").ClickAsync(new MouseEventArgs());

        Assert.Equal(2, Rows(desk).Count);
    }

    [Fact]
    public async Task Group_NamesItsScopeAndItsMembers()
    {
        await using var context = new DeskContext("en");
        var group = FakeSignalDesk.Signal("g", SignalColour.Blue) with
        {
            Subject = new SignalSubject("site", "", ""),
            UnitId = "",
            Grouped = 180,
            Count = 181,
            Evidence = [new SignalEvidence("member", "North 1", FakeSite.Noon), new SignalEvidence("member", "North 2", FakeSite.Noon)],
        };
        context.Signals.Signals.Add(group);
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Single(Rows(desk)), Patience);
        Assert.Contains("180 devices in one", desk.Find("[data-signal=g]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Whole site", desk.Find("[data-signal=g]").TextContent, StringComparison.Ordinal);

        await desk.Find("[data-signal=g]").ClickAsync(new MouseEventArgs());

        Assert.Equal(["North 2", "North 1"], desk.FindAll("aside .evidence .break").Select(name => name.TextContent));
    }

    [Fact]
    public async Task Denied_SaysWhy()
    {
        await using var context = Filled();
        context.Signals.QueryRefusal = new Refusal(RefusalCode.Forbidden, "not-signed-in", "x", ["signal.view"], null);
        var desk = context.Render<SignalsDesk>();
        await desk.WaitForAssertionAsync(() => Assert.NotNull(desk.Find(".note [role=alert]")), Patience);
        Assert.Empty(Rows(desk));
    }

    [Fact]
    public async Task CountMark_ShowsTheWorstColour_AndVanishesWithTheLastAlarm()
    {
        await using var context = Filled();
        var mark = context.Render<SignalCountMark>();
        await mark.WaitForAssertionAsync(
            () => Assert.StartsWith("▲", mark.Find(".rail-count").TextContent, StringComparison.Ordinal),
            Patience
        );
        Assert.Contains("2 条未确认", mark.Find(".rail-count").TextContent, StringComparison.Ordinal);

        context.Signals.Signals.Clear();
        await context.Observer.OnEventsAsync([
            new SignalChanged(FakeSite.Noon, FakeSignalDesk.Signal("r", SignalColour.Red, SignalState.Dismissed)),
        ]);

        await mark.WaitForAssertionAsync(() => Assert.Empty(mark.FindAll(".rail-count")), Patience);
    }

    private static DeskContext Filled()
    {
        var context = new DeskContext();
        context.Site.Units.Add(FakeSite.Unit("u1", "区局"));
        context.Signals.Signals.Add(FakeSignalDesk.Signal("b", SignalColour.Blue));
        context.Signals.Signals.Add(FakeSignalDesk.Signal("r", SignalColour.Red, source: "sos"));
        return context;
    }

    private static IReadOnlyList<IElement> Rows(IRenderedComponent<SignalsDesk> desk) => desk.FindAll("[data-signal]");

    private static string Id(IElement row) => row.GetAttribute("data-signal")!; // selected by it
}
