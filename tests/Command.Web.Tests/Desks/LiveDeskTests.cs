using Bunit;
using Command.Contracts.Common;
using Command.Contracts.Events;
using Command.Web.Desks.Devices;
using Command.Web.Desks.Wall;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class LiveDeskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task DeviceTree_ShowsUnitsAndDevices_AndFollowsEvents()
    {
        await using var context = new DeskContext();
        Fill(context);
        var tree = context.Render<DeviceTree>();
        await tree.WaitForAssertionAsync(() => Assert.Equal(2, tree.FindAll("[data-device-id]").Count), Patience);
        Assert.Equal("1/2", tree.Find(".tree-row.unit .meta").TextContent.Trim());
        var changed = FakeSite.Device("d1", "North 1", "u1", DeviceState.Offline, "timeout");
        context.Site.Devices[0] = changed;
        await context.Observer.OnEventsAsync([new DeviceChanged(FakeSite.Noon, changed)]);
        await tree.WaitForAssertionAsync(
            () => Assert.Equal("offline", tree.Find("[data-device-id=d1] .state").GetAttribute("data-state")),
            Patience
        );
        Assert.Equal("0/2", tree.Find(".tree-row.unit .meta").TextContent.Trim());
        Assert.Equal("true", tree.Find("[data-device-id=d1]").GetAttribute("draggable"));
    }

    [Fact]
    public async Task DeviceTree_Search_ShowsWhatMatches()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        var tree = context.Render<DeviceTree>();
        await tree.WaitForAssertionAsync(() => Assert.Equal(2, tree.FindAll("[data-device-id]").Count), Patience);
        await tree.Find("input").InputAsync("south");
        await tree.WaitForAssertionAsync(
            () => Assert.Equal("d2", Assert.Single(tree.FindAll("[data-device-id]")).GetAttribute("data-device-id")),
            Patience
        );
        await tree.Find("input").InputAsync("nowhere");
        await tree.WaitForAssertionAsync(
            () => Assert.Contains("nowhere", tree.Find(".note").TextContent, StringComparison.Ordinal),
            Patience
        );
    }

    [Theory]
    [InlineData("zh-CN", "设备归属于单位")]
    [InlineData("en", "Devices belong to units")]
    public async Task DevicesDesk_EmptySite_SaysWhatToDo(string language, string words)
    {
        await using var context = new DeskContext(language);
        var desk = context.Render<DevicesDesk>();
        await desk.WaitForAssertionAsync(
            () => Assert.Contains(words, desk.Find(".list .note").TextContent, StringComparison.Ordinal),
            Patience
        );
        await desk.Find(".list .note button").ClickAsync();
        Assert.NotNull(desk.Find("aside.drawer input[name=name]"));
    }

    [Fact]
    public async Task DevicesDesk_SessionEnded_OffersSignIn()
    {
        await using var context = new DeskContext("en", signedIn: false);
        var desk = context.Render<DevicesDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Equal("/sign-in", desk.Find(".note a").GetAttribute("href")), Patience);
    }

    [Fact]
    public async Task DevicesDesk_Count_FollowsRemoval()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        var desk = context.Render<DevicesDesk>();
        await desk.WaitForAssertionAsync(() => Assert.Contains("2 in all", desk.Markup, StringComparison.Ordinal), Patience);
        context.Site.Devices.RemoveAt(0);
        await context.Observer.OnEventsAsync([new DeviceRemoved(FakeSite.Noon, "d1", "u1")]);
        await desk.WaitForAssertionAsync(() => Assert.Contains("1 in all", desk.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task DeviceDesk_ShowsFactsAndHistoryWithCauses()
    {
        await using var context = new DeskContext("en");
        Fill(context);
        context.Site.Camera = FakeSite.Status("01jd00000000000000000000ca", "Gate");
        var desk = context.Render<DeviceDesk>(parameters => parameters.Add(p => p.Id, "01jd00000000000000000000ca"));
        await desk.WaitForAssertionAsync(() => Assert.Equal("Gate", desk.Find("h1").TextContent), Patience);
        Assert.Contains("H.264 1920×1080 25 fps", desk.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Contains("2.00 Mbit/s", desk.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Contains("Device cannot be reached", desk.Find(".history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeviceDesk_UnknownDevice_SaysSo()
    {
        await using var context = new DeskContext("en");
        var desk = context.Render<DeviceDesk>(parameters => parameters.Add(p => p.Id, "nonsense"));
        await desk.WaitForAssertionAsync(() => Assert.Equal("No such device", desk.Find("h1").TextContent), Patience);
    }

    private static void Fill(DeskContext context)
    {
        context.Site.Units.Add(FakeSite.Unit("u1", "District"));
        context.Site.Devices.Add(FakeSite.Device("d1", "North 1", "u1", DeviceState.Online));
        context.Site.Devices.Add(FakeSite.Device("d2", "South 2", "u1", DeviceState.Offline, "timeout"));
    }
}
