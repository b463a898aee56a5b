using Command.TestKit;
using Command.TestKit.Peers;

namespace Command.EndToEnd.Tests;

/// <summary>Cameras that nobody here wrote, on the wall: GStreamer's RTSP server and VLC, over TCP and UDP, with Digest and Basic.</summary>
[Collection(nameof(OneBoxTests))]
public sealed class PeerCameraTests(BrowserFixture chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Peers_OverTcpAndUdpWithDigest_PlayAndBadCamerasSayWhy()
    {
        await using var gst = await GstRtspServer.StartAsync(GstRtspServer.Video, cancellationToken: Cancellation);
        await using var locked = await GstRtspServer.StartAsync(GstRtspServer.Video, "admin", "s3cret", cancellationToken: Cancellation);
        var clip = await FfmpegClip.MakeAsync(FfmpegClip.VideoWithPcmu, ".mkv", Cancellation);
        await using var vlc = await VlcRtspServer.StartAsync(clip, cancellationToken: Cancellation);
        await using var server = await ServerProcess.StartAsync(Cancellation);
        using var site = await SiteApi.SignInAsync(server.BaseAddress, server.Password, Cancellation);
        var unit = await site.AddUnitAsync("设备间", Cancellation);
        var open = $"rtsp://127.0.0.1:{gst.Port}/live";
        var closed = $"rtsp://127.0.0.1:{locked.Port}/live";
        string[] playing =
        [
            await site.AddCameraAsync(unit, "gst tcp", open, null, Cancellation, "tcp"),
            await site.AddCameraAsync(unit, "gst udp", open, null, Cancellation, "udp"),
            await site.AddCameraAsync(unit, "gst digest", closed, null, Cancellation, "tcp", ("admin", "s3cret")),
            await site.AddCameraAsync(unit, "vlc", vlc.Url, null, Cancellation),
        ];
        (string Id, string Reason)[] dark =
        [
            (await site.AddCameraAsync(unit, "wrong password", closed, null, Cancellation, "tcp", ("admin", "wrong")), "unauthorized"),
            (await site.AddCameraAsync(unit, "host down", "rtsp://127.0.0.1:9/live", null, Cancellation), "connection-refused"),
            (
                await site.AddCameraAsync(unit, "not rtsp", $"rtsp://127.0.0.1:{server.BaseAddress.Port}/live", null, Cancellation),
                "not-rtsp"
            ),
        ];
        await site.PutWallAsync(9, [.. playing, .. dark.Select(camera => camera.Id)], Cancellation);
        await using var wall = await WallScreen.SignInAsync(chromium.Browser, server.BaseAddress, server.Password);

        for (var slot = 0; slot < playing.Length; slot++)
        {
            await wall.WaitForStateAsync(slot, "playing");
            await wall.WaitForMoreFramesAsync(slot, 20);
        }
        for (var i = 0; i < dark.Length; i++)
        {
            Assert.Equal(dark[i].Reason, await wall.WaitForReasonAsync(playing.Length + i));
        }
        await Screenshots.KeepAsync("wall-reasons.png", await wall.Page.ScreenshotAsync(), Cancellation);
    }
}
