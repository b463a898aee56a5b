using Bunit;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;
using Command.Web.Ui;

namespace Command.Web.Tests.Desks;

public sealed class ComponentTests
{
    [Theory]
    [InlineData("zh-CN", "离线", "设备网络不可达")]
    [InlineData("en", "Offline", "Device cannot be reached")]
    public async Task DeviceRow_Offline_SaysStateAndCause(string language, string state, string cause)
    {
        await using var context = new DeskContext(language);
        var row = context.Render<DeviceRow>(parameters =>
            parameters
                .Add(p => p.Device, FakeSite.Device("d1", "North 3", "u1", DeviceState.Offline, "host-unreachable"))
                .Add(p => p.Unit, "Office")
        );
        Assert.Equal(state, row.Find(".state-word").TextContent);
        Assert.Equal(cause, row.Find(".cause").TextContent);
        Assert.Equal("○", row.Find(".state-shape").TextContent);
        Assert.Equal("2026-11-24T04:00:00.0000000+00:00", row.Find("command-age").GetAttribute("since"));
        Assert.Equal("/devices/d1", row.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task DeviceRow_Simulated_IsLabelled()
    {
        await using var context = new DeskContext("en");
        var row = context.Render<DeviceRow>(parameters =>
            parameters.Add(p => p.Device, FakeSite.Device("d1", "North 3", "u1", DeviceState.Online, simulated: true))
        );
        Assert.Contains("SIM", row.Find(".sim").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeviceRow_NotPlayable_SaysWhy()
    {
        await using var context = new DeskContext("zh-CN");
        var row = context.Render<DeviceRow>(parameters =>
            parameters.Add(
                p => p.Device,
                FakeSite.Device("d1", "N", "u1", DeviceState.Degraded, "not-playable") with
                {
                    NotPlayable = "h265",
                }
            )
        );
        Assert.Contains("暂不支持播放：H.265", row.Find(".warn").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeviceState.Online, "●")]
    [InlineData(DeviceState.Degraded, "◆")]
    [InlineData(DeviceState.Connecting, "◌")]
    [InlineData(DeviceState.Disabled, "⊘")]
    public async Task StateMark_WithoutWord_KeepsItForScreenReaders(DeviceState state, string shape)
    {
        await using var context = new DeskContext("en");
        var mark = context.Render<StateMark>(parameters => parameters.Add(p => p.State, state).Add(p => p.Word, false));
        Assert.Equal(shape, mark.Find(".state-shape").TextContent);
        Assert.Equal(state.ToString(), mark.Find(".sr-only").TextContent);
    }

    [Fact]
    public async Task ProbeResult_Reachable_ListsTracksAndWhatCannotPlay()
    {
        await using var context = new DeskContext("en");
        var report = new ProbeReport(
            true,
            StateCause.None,
            [new TrackInfo("video", "h265", 2560, 1440, 25, 90_000, 0, "h265"), new TrackInfo("audio", "pcma", 0, 0, null, 8_000, 1, null)],
            Simulated: true
        );
        var view = context.Render<ProbeResultView>(parameters => parameters.Add(p => p.Report, report));
        Assert.Contains("Video H.265 2560×1440 25 fps", view.Markup, StringComparison.Ordinal);
        Assert.Contains("Audio G.711 A-law 8 kHz", view.Markup, StringComparison.Ordinal);
        Assert.Contains("Not playable here yet: H.265", view.Markup, StringComparison.Ordinal);
        Assert.NotNull(view.Find(".sim"));
    }

    [Theory]
    [InlineData("zh-CN", "设备用户名或密码不正确")]
    [InlineData("en", "Device refuses user name or password")]
    public async Task ProbeResult_Unreachable_SaysTheCause(string language, string words)
    {
        await using var context = new DeskContext(language);
        var report = new ProbeReport(false, new StateCause("unauthorized", "401 Unauthorized"), [], Simulated: false);
        var view = context.Render<ProbeResultView>(parameters => parameters.Add(p => p.Report, report));
        Assert.Contains(words, view.Find(".refused").TextContent, StringComparison.Ordinal);
        Assert.Equal("unauthorized", view.Find(".probe-result").GetAttribute("data-cause"));
    }

    [Fact]
    public async Task HoldButton_IsMarkedForTheShell()
    {
        await using var context = new DeskContext();
        var confirmed = 0;
        var button = context.Render<HoldButton>(parameters =>
            parameters.AddChildContent("Delete").Add(p => p.OnConfirmed, () => confirmed++)
        );
        Assert.Equal("700", button.Find("button").GetAttribute("data-hold"));
        await button.Find("button").ClickAsync();
        Assert.Equal(1, confirmed);
    }
}
