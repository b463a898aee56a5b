using Bunit;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Events;
using Command.Contracts.Recorders;
using Command.Web.Desks;
using Command.Web.Desks.Devices;
using Command.Web.Desks.Wall;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class RecorderDeskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task DeviceDesk_OfARecorder_ShowsWhoHowAndWhere()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        var desk = await OpenAsync(context);
        Assert.Contains("Recorder 07", desk.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal(["sos", "weak", "battery"], desk.FindAll(".device-head [data-mark]").Select(mark => mark.GetAttribute("data-mark")));
        Assert.Contains("Officer Li", desk.Find(".officer-now").TextContent, StringComparison.Ordinal);
        Assert.Equal("orange", desk.Find("[data-gauge=battery]").GetAttribute("data-level"));
        Assert.Contains("◆ 9 %", desk.Find("[data-gauge=battery]").TextContent, StringComparison.Ordinal);
        Assert.Contains("12 of 64 GB free", desk.Find("[data-gauge=storage]").TextContent, StringComparison.Ordinal);
        Assert.Contains("−71 dBm", desk.Find("[data-gauge=signal]").TextContent, StringComparison.Ordinal);
        Assert.Equal("40", desk.Find("[data-gauge=signal] [role=meter]").GetAttribute("aria-valuenow"));
        Assert.Contains("31.86100, 117.28000", desk.Find(".position").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(desk.FindAll("svg.plan polyline"));
        Assert.Equal("weak", desk.Find("[data-session-state]").GetAttribute("data-session-state"));
        Assert.Contains("3d fix", desk.Find(".track").TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"/field/{FakeRecorder.Id}", desk.Find(".device-head a[target]").GetAttribute("href"));
        Assert.Equal(["online", "offline", "online"], desk.FindAll(".band-span").Select(span => span.GetAttribute("data-state")));
    }

    [Fact]
    public async Task RecorderDesk_NothingHeardYet_SaysWhatWillCome()
    {
        await using var context = new DeskContext("zh-CN");
        context.Recorder.Status = FakeRecorder.Of(state: DeviceState.Unknown) with { Connected = false };
        var desk = await OpenAsync(context);
        Assert.Contains("还没有上报", desk.Find(".health").TextContent, StringComparison.Ordinal);
        Assert.Contains("还没有位置", desk.Find(".track").TextContent, StringComparison.Ordinal);
        Assert.Contains("还没有推流记录", desk.Find(".sessions").TextContent, StringComparison.Ordinal);
        Assert.Contains("无人佩戴", desk.Find(".officer").TextContent, StringComparison.Ordinal);
        Assert.Contains("有效期内连接即送达", desk.Find(".orders").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecorderDesk_Told_FollowsHealthAndPosition()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        var desk = await OpenAsync(context);
        var told = new RecorderTold(Now, FakeRecorder.Id, Health(64), FakeRecorder.At(Now, 31.8620, 117.2800), "u1");
        await context.Observer.OnEventsAsync([told]);
        await desk.WaitForAssertionAsync(
            () =>
            {
                Assert.Contains("64 %", desk.Find("[data-gauge=battery]").TextContent, StringComparison.Ordinal);
                Assert.Contains("31.86200", desk.Find(".position").TextContent, StringComparison.Ordinal);
                Assert.Contains("3 of 3 positions", desk.Find(".legend").TextContent, StringComparison.Ordinal);
            },
            Patience
        );
    }

    [Fact]
    public async Task RecorderDesk_OldReadings_AreMarkedStale()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        context.Recorder.Status = context.Recorder.Status! with
        {
            Health = Health(80) with { At = Now.AddHours(-2) },
            Position = FakeRecorder.At(Now.AddHours(-2), 31.86, 117.28),
        };
        var desk = await OpenAsync(context);
        Assert.Contains("out of date", desk.Find(".health .stale").TextContent, StringComparison.Ordinal);
        Assert.Contains("out of date", desk.Find(".position.stale").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecorderDesk_NewKey_IsShownOnceUntilClosed()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        var desk = await OpenAsync(context);
        Assert.DoesNotContain(FakeRecorder.Secret.Key, desk.Markup, StringComparison.Ordinal);
        await desk.Find(".wide button.hold").ClickAsync();
        Assert.Equal(1, context.Recorder.KeysMade);
        Assert.Contains(FakeRecorder.Secret.Key, desk.Find(".key-panel").TextContent, StringComparison.Ordinal);
        await desk.Find(".key-panel .drawer-acts button").ClickAsync();
        Assert.DoesNotContain(FakeRecorder.Secret.Key, desk.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecorderDesk_NewKeyRefused_SaysWhy()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        var desk = await OpenAsync(context);
        context.Recorder.NextRefusal = Refusal.Of(RefusalCode.Forbidden, "unheard-of", "Not yours.");
        await desk.Find(".wide button.hold").ClickAsync();
        Assert.Equal("Not yours.", desk.Find(".wide .refusal").TextContent);
    }

    [Fact]
    public async Task Officer_AssignRelieveEnd()
    {
        await using var context = new DeskContext("en");
        context.Recorder.Status = FakeRecorder.Of();
        var desk = await OpenAsync(context);
        await desk.Find("input[name=officerNumber]").ChangeAsync(" 012345 ");
        await desk.Find("input[name=officerName]").ChangeAsync("Li Lei");
        await desk.Find(".officer form").SubmitAsync();
        Assert.Equal(("012345", "Li Lei"), context.Recorder.Assigned);
        await desk.WaitForAssertionAsync(
            () => Assert.Contains("Li Lei", desk.Find(".officer-now").TextContent, StringComparison.Ordinal),
            Patience
        );
        Assert.Empty(desk.FindAll(".officer form"));
        await desk.Find(".officer .acts button").ClickAsync();
        Assert.NotEmpty(desk.FindAll(".officer form"));
        await desk.Find(".officer form button:not([type=submit])").ClickAsync();
        await desk.Find(".officer .acts button:last-child").ClickAsync();
        Assert.Equal(1, context.Recorder.ShiftsEnded);
        await desk.WaitForAssertionAsync(() => Assert.Empty(desk.FindAll(".officer-now")), Patience);
    }

    [Fact]
    public async Task Officer_Refused_SaysWhyAndKeepsTheForm()
    {
        await using var context = new DeskContext("en");
        context.Recorder.Status = FakeRecorder.Of();
        var desk = await OpenAsync(context);
        context.Recorder.NextRefusal = Refusal.InvalidField("number", "unheard-of", "The number is too long.");
        await desk.Find("input[name=officerNumber]").ChangeAsync("x");
        await desk.Find(".officer form").SubmitAsync();
        Assert.Equal("The number is too long.", desk.Find(".officer .refusal").TextContent);
        Assert.Equal("true", desk.Find("input[name=officerNumber]").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task DevicesDesk_FiltersByClass_AndShowsTheKeyOfANewRecorder()
    {
        await using var context = new DeskContext("en");
        context.Site.Units.Add(FakeSite.Unit("u1", "District"));
        context.Site.Devices.Add(FakeSite.Device("d1", "Gate", "u1", DeviceState.Online));
        context.Site.Devices.Add(FakeRecorder.Summary("Recorder 07", new RecorderFacts(80, false, false, false, null)));
        var desk = context.Render<DevicesDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Contains("2 in all", desk.Markup, StringComparison.Ordinal), Patience);
        await desk.Find(".classes button[data-kind=recorder]").ClickAsync();
        await desk.WaitForAssertionAsync(() => Assert.Contains("1 in all", desk.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal("true", desk.Find(".classes button[data-kind=recorder]").GetAttribute("aria-pressed"));
        await desk.Find(".list-head button.primary:last-child").ClickAsync();
        await desk.Find("aside.drawer input[name=name]").ChangeAsync("Recorder 08");
        await desk.Find("aside.drawer form").SubmitAsync();
        Assert.Equal("Recorder 08", Assert.Single(context.Recorder.Drafts).Name);
        Assert.Contains(FakeRecorder.Secret.Key, desk.Find(".key-panel").TextContent, StringComparison.Ordinal);
        await desk.Find(".key-panel .drawer-acts button").ClickAsync();
        Assert.Empty(desk.FindAll("aside.drawer"));
        Assert.DoesNotContain(FakeRecorder.Secret.Key, desk.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DevicesDesk_NoRecorders_SaysHowToBegin()
    {
        await using var context = new DeskContext("zh-CN");
        context.Site.Units.Add(FakeSite.Unit("u1", "District"));
        context.Site.Devices.Add(FakeSite.Device("d1", "Gate", "u1", DeviceState.Online));
        var desk = context.Render<DevicesDesk>();
        await desk.WaitForAssertionAsync(() => Assert.NotEmpty(desk.FindAll(".rows")), Patience);
        await desk.Find(".classes button[data-kind=recorder]").ClickAsync();
        await desk.WaitForAssertionAsync(
            () => Assert.Contains("扫描二维码", desk.Find(".list .note").TextContent, StringComparison.Ordinal),
            Patience
        );
    }

    [Theory]
    [InlineData(true, false, 80, null, "live")]
    [InlineData(true, true, 80, null, "weak")]
    [InlineData(false, false, 20, null, "battery")]
    [InlineData(false, false, 80, true, "sos")]
    [InlineData(false, false, 21, null, null)]
    public async Task DeviceRow_OfARecorder_ShowsWhatMatters(bool live, bool weak, int battery, bool? sos, string? mark)
    {
        await using var context = new DeskContext("en");
        var facts = new RecorderFacts(battery, live, weak, sos == true, "Officer Li");
        var row = context.Render<DeviceRow>(parameters => parameters.Add(p => p.Device, FakeRecorder.Summary("Recorder 07", facts)));
        Assert.Equal(mark is null ? [] : [mark], row.FindAll("[data-mark]").Select(shown => shown.GetAttribute("data-mark")));
        Assert.Contains($"Officer Li · battery {battery} %", row.Markup, StringComparison.Ordinal);
        Assert.Equal("recorder", row.Find(".class-mark").GetAttribute("data-kind"));
        Assert.Equal(!live, row.Markup.Contains("Not streaming", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeviceTree_MarksRecorders_AndFollowsThem()
    {
        await using var context = new DeskContext("en");
        context.Site.Units.Add(FakeSite.Unit("u1", "District"));
        context.Site.Devices.Add(FakeRecorder.Summary("Recorder 07", new RecorderFacts(80, false, false, false, null)));
        var tree = context.Render<DeviceTree>();
        await tree.WaitForAssertionAsync(() => Assert.NotEmpty(tree.FindAll("[data-device-id]")), Patience);
        Assert.Empty(tree.FindAll("[data-mark]"));
        Assert.Equal("recorder", tree.Find("[data-device-id] .class-mark").GetAttribute("data-kind"));
        var changed = FakeRecorder.Summary("Recorder 07", new RecorderFacts(10, true, false, true, "Officer Li"));
        await context.Observer.OnEventsAsync([new DeviceChanged(FakeSite.Noon, changed)]);
        await tree.WaitForAssertionAsync(
            () => Assert.Equal(["sos", "live"], tree.FindAll("[data-mark]").Select(mark => mark.GetAttribute("data-mark"))),
            Patience
        );
        Assert.Contains("Officer Li", tree.Find("[data-device-id]").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_FollowTheSignals()
    {
        Assert.Equal([null, "yellow", "yellow", "orange", "orange"], new int?[] { 21, 20, 11, 10, 0 }.Select(Levels.OfBattery));
        Assert.Null(Levels.OfBattery(null));
        Assert.Equal([null, "yellow", "orange"], new double?[] { 0.2, 0.1, 0.01 }.Select(Levels.OfStorage));
        Assert.Equal([null, "yellow", "orange"], new double?[] { 35, 50, 61 }.Select(Levels.OfTemperature));
    }

    private static async Task<IRenderedComponent<DeviceDesk>> OpenAsync(DeskContext context)
    {
        context.Site.Units.Add(FakeSite.Unit("u1", "District"));
        var desk = context.Render<DeviceDesk>(parameters => parameters.Add(p => p.Id, FakeRecorder.Id));
        await desk.WaitForAssertionAsync(() => Assert.NotEmpty(desk.FindAll(".side")), Patience);
        return desk;
    }

    private static void Fill(DeskContext context)
    {
        context.Recorder.Status = FakeRecorder.Of() with
        {
            Officer = new OfficerOnShift("012345", "Officer Li", Now.AddHours(-3), null),
            Health = Health(9),
            Position = FakeRecorder.At(Now.AddSeconds(-5), 31.8610, 117.2800),
            Session = Session(RecorderSessionState.Weak),
            Sos = true,
        };
        context.Recorder.Sessions.Add(Session(RecorderSessionState.Weak));
        context.Recorder.Positions.Add(FakeRecorder.At(Now.AddSeconds(-65), 31.8600, 117.2800));
        context.Recorder.Positions.Add(FakeRecorder.At(Now.AddSeconds(-5), 31.8610, 117.2800));
        context.Recorder.Changes.Add(new StateChange(Now.AddHours(-1), DeviceState.Offline, DeviceState.Online, StateCause.None, "system"));
        context.Recorder.Changes.Add(
            new StateChange(Now.AddHours(-2), DeviceState.Online, DeviceState.Offline, new StateCause("timeout", null), "system")
        );
    }

    private static RecorderHealth Health(int battery) =>
        new(Now.AddSeconds(-5), battery, false, 12_000_000_000, 64_000_000_000, -71, 2, 41.5, true);

    private static RecorderSession Session(RecorderSessionState state) =>
        new(
            "01jd00000000000000000000s1",
            state,
            Now.AddMinutes(-2),
            Now.AddMinutes(-3),
            Now.AddMinutes(-3),
            null,
            "Duty A",
            true,
            null,
            "whip"
        );
}
