using Command.Devices.Drivers;
using Command.Media.Codecs;
using Command.TestKit.Peers;

namespace Command.Devices.Tests.Rtsp;

/// <summary>VLC as the camera: it speaks UDP only, ends sessions that keep alive by OPTIONS, and repeats a file.</summary>
public sealed class VlcCameraTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtspTransportPreference.Automatic)]
    [InlineData(RtspTransportPreference.Udp)]
    public async Task RunAsync_VideoAndSound_Arrive(RtspTransportPreference transport)
    {
        var clip = await FfmpegClip.MakeAsync(FfmpegClip.VideoWithPcmu, ".mkv", Cancelled);
        await using var camera = await VlcRtspServer.StartAsync(clip, cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url, transport);

        var online = await run.OnlineAsync(o => o.Formats[0].Width == 320);

        Assert.Equal(CodecKind.H264, online.Formats[0].Codec);
        Assert.Equal(PlayabilityVerdict.Playable, online.Playability[0]);
        var video = await run.Watch().ReadAsync(MediaKind.Video, 40);
        Assert.True(video[0].StartsKeyFrame);
        Assert.NotEmpty(await run.Watch().ReadAsync(MediaKind.Audio, 5));
    }

    [Fact]
    public async Task RunAsync_Password_IsSent()
    {
        var clip = await FfmpegClip.MakeAsync(FfmpegClip.VideoWithPcmu, ".mkv", Cancelled);
        await using var camera = await VlcRtspServer.StartAsync(clip, "admin", "geheim", Cancelled);
        await using var right = new RtspRun(camera.Url.Replace("//", "//admin:geheim@", StringComparison.Ordinal));
        await using var wrong = new RtspRun(camera.Url.Replace("//", "//admin:falsch@", StringComparison.Ordinal));

        await right.OnlineAsync();
        Assert.Equal(DeviceCause.Unauthorized, (await wrong.Sink.NextAsync<DeviceOffline>()).Cause);
    }
}
