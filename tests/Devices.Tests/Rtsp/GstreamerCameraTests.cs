using Command.Devices.Drivers;
using Command.Devices.Rtsp;
using Command.Media.Codecs;
using Command.TestKit.Peers;

namespace Command.Devices.Tests.Rtsp;

/// <summary>GStreamer's RTSP server as the camera.</summary>
public sealed class GstreamerCameraTests
{
    private static readonly string VideoAndPcmu = $"{GstRtspServer.Video} {GstRtspServer.PcmuAudio}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtspTransportPreference.Tcp)]
    [InlineData(RtspTransportPreference.Udp)]
    public async Task RunAsync_VideoAndSound_ArriveWhole(RtspTransportPreference transport)
    {
        await using var camera = await GstRtspServer.StartAsync(VideoAndPcmu, cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url(), transport);

        var online = await run.OnlineAsync(o => o.Formats.All(f => f.Kind == MediaKind.Audio || f.Width > 0));

        Assert.Equal([CodecKind.H264, CodecKind.Pcmu], online.Formats.Select(f => f.Codec));
        Assert.Equal((320, 180), (online.Formats[0].Width, online.Formats[0].Height));
        Assert.All(online.Playability, p => Assert.Equal(PlayabilityVerdict.Playable, p));
        Assert.False(online.Simulated);
        var video = await run.Watch().ReadAsync(MediaKind.Video, 60);
        Assert.True(video[0].StartsKeyFrame);
        Assert.True(video.Count(p => p.Marker) > 5);
        Assert.Equal(video.Select((_, i) => video[0].Index + i), video.Select(p => p.Index));
        Assert.DoesNotContain(video, p => p.Discontinuity);
        Assert.All(await run.Watch().ReadAsync(MediaKind.Audio, 20), p => Assert.NotEmpty(p.Payload));
        Assert.NotEmpty(await run.Watch().KeyFrameAsync());
    }

    [Fact]
    public async Task RunAsync_Opus_IsPlayable()
    {
        await using var camera = await GstRtspServer.StartAsync(
            $"{GstRtspServer.Video} {GstRtspServer.OpusAudio}",
            cancellationToken: Cancelled
        );
        await using var run = new RtspRun(camera.Url());

        var online = await run.OnlineAsync();

        Assert.Equal((CodecKind.Opus, 48_000, 2), (online.Formats[1].Codec, online.Formats[1].ClockRate, online.Formats[1].Channels));
        Assert.All(await run.Watch().ReadAsync(MediaKind.Audio, 10), p => Assert.NotEmpty(p.Payload));
    }

    [Theory]
    [InlineData("digest", RtspTransportPreference.Tcp)]
    [InlineData("digest", RtspTransportPreference.Udp)]
    [InlineData("basic", RtspTransportPreference.Tcp)]
    public async Task RunAsync_RightPassword_Plays(string scheme, RtspTransportPreference transport)
    {
        await using var camera = await GstRtspServer.StartAsync(
            GstRtspServer.Video,
            "admin",
            "geheim:1%",
            scheme,
            cancellationToken: Cancelled
        );
        await using var run = new RtspRun(camera.Url().Replace("//", "//admin:geheim:1%@", StringComparison.Ordinal), transport);

        await run.OnlineAsync();

        Assert.NotEmpty(await run.Watch().ReadAsync(MediaKind.Video, 10));
        Assert.All(run.Logs.Lines, line => Assert.DoesNotContain("geheim", line.Text, StringComparison.Ordinal));
        Assert.All(run.Sink.Seen, e => Assert.DoesNotContain("geheim", e.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("digest", "admin:wrong@")]
    [InlineData("basic", "admin:wrong@")]
    [InlineData("digest", "")]
    public async Task RunAsync_WrongOrNoPassword_SaysUnauthorized(string scheme, string userInfo)
    {
        await using var camera = await GstRtspServer.StartAsync(
            GstRtspServer.Video,
            "admin",
            "right",
            scheme,
            cancellationToken: Cancelled
        );
        await using var run = new RtspRun(camera.Url().Replace("//", $"//{userInfo}", StringComparison.Ordinal));

        Assert.Equal(DeviceCause.Unauthorized, (await run.Sink.NextAsync<DeviceOffline>()).Cause);

        Assert.DoesNotContain(run.Logs.Lines, line => line.Text.Contains("wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_TcpRefused_GoesOnByUdp()
    {
        await using var camera = await GstRtspServer.StartAsync(GstRtspServer.Video, protocols: "udp", cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.NotEmpty(await run.Watch().ReadAsync(MediaKind.Video, 10));
        Assert.Contains(run.Logs.Lines, line => line.Text.Contains("461", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_UdpRefused_GoesOnByTcp()
    {
        await using var camera = await GstRtspServer.StartAsync(GstRtspServer.Video, protocols: "tcp", cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url(), RtspTransportPreference.Udp);

        await run.OnlineAsync();

        Assert.NotEmpty(await run.Watch().ReadAsync(MediaKind.Video, 10));
    }

    [Fact]
    public async Task RunAsync_OnlyTcpWishedAndRefused_SaysTransportRefused()
    {
        await using var camera = await GstRtspServer.StartAsync(GstRtspServer.Video, protocols: "udp", cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url(), RtspTransportPreference.Tcp);

        Assert.Equal(DeviceCause.TransportRefused, (await run.Sink.NextAsync<DeviceOffline>()).Cause);
    }

    [Fact]
    public async Task RunAsync_UnknownPath_SaysNotFound()
    {
        await using var camera = await GstRtspServer.StartAsync(GstRtspServer.Video, cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url("/other"));

        Assert.Equal(DeviceCause.NotFound, (await run.Sink.NextAsync<DeviceOffline>()).Cause);
    }

    [Fact]
    public async Task RunAsync_CameraDies_SaysSoAndTriesAgain()
    {
        var camera = await GstRtspServer.StartAsync(GstRtspServer.Video, cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url());
        await run.OnlineAsync();

        await camera.DisposeAsync();

        var offline = await run.Sink.NextAsync<DeviceOffline>();
        Assert.Equal(DeviceCause.ClosedByPeer, offline.Cause);
        Assert.NotNull(offline.RetryIn);
        Assert.Equal(DeviceCause.ConnectionRefused, (await run.Sink.NextAsync<DeviceOffline>()).Cause);
    }

    [Theory]
    [InlineData("x265enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! rtph265pay name=pay0 pt=96", PlayabilityVerdict.H265)]
    [InlineData("videoconvert ! video/x-raw,format=I420 ! jpegenc ! rtpjpegpay name=pay0 pt=26", PlayabilityVerdict.Mjpeg)]
    [InlineData(
        "x264enc speed-preset=ultrafast bframes=2 b-adapt=false key-int-max=15 ! video/x-h264,profile=main ! rtph264pay name=pay0 pt=96",
        PlayabilityVerdict.BFrames
    )]
    [InlineData(
        "videoconvert ! video/x-raw,format=Y42B ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! rtph264pay name=pay0 pt=96",
        PlayabilityVerdict.High422
    )]
    [InlineData(
        "interlace ! x264enc tune=zerolatency speed-preset=ultrafast interlaced=true key-int-max=15 ! rtph264pay name=pay0 pt=96",
        PlayabilityVerdict.Interlaced
    )]
    public async Task RunAsync_NotPlayableHere_IsRecognised(string encoder, PlayabilityVerdict expected)
    {
        var launch = $"videotestsrc is-live=true ! video/x-raw,width=320,height=192,framerate=15/1 ! {encoder}";
        await using var camera = await GstRtspServer.StartAsync(launch, cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url());

        var online = await run.OnlineAsync(o => o.Playability[0] == expected);

        Assert.Equal(MediaKind.Video, online.Formats[0].Kind);
    }

    [Fact]
    public async Task RunAsync_Aac_IsRecognised()
    {
        const string Aac = "audiotestsrc is-live=true ! audio/x-raw,rate=48000,channels=1 ! avenc_aac ! rtpmp4gpay name=pay1 pt=97";
        await using var camera = await GstRtspServer.StartAsync($"{GstRtspServer.Video} {Aac}", cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url());

        var online = await run.OnlineAsync();

        Assert.Equal([PlayabilityVerdict.Playable, PlayabilityVerdict.Aac], online.Playability);
    }

    [Fact]
    public async Task RunAsync_ShortReportInterval_GivesTelemetry()
    {
        await using var camera = await GstRtspServer.StartAsync(VideoAndPcmu, cancellationToken: Cancelled);
        await using var run = new RtspRun(camera.Url(), options: new RtspOptions { ReportInterval = TimeSpan.FromSeconds(1) });
        await run.OnlineAsync(o => o.Formats[0].FramesPerSecond is not null);

        var telemetry = await WaitAsync(() => run.Sink.Telemetry.LastOrDefault(t => t.Tracks[0].FramesPerSecond > 5));

        Assert.InRange(telemetry.Tracks[0].FramesPerSecond, 5, 30);
        Assert.InRange(telemetry.Tracks[1].BitsPerSecond, 32_000, 128_000);
        Assert.Equal(0, telemetry.Tracks[0].PacketsLost);
    }

    [Fact]
    public async Task ProbeAsync_Camera_TellsWhatItIs()
    {
        await using var camera = await GstRtspServer.StartAsync(VideoAndPcmu, "admin", "right", cancellationToken: Cancelled);
        Assert.True(DeviceUri.TryParse(camera.Url(), out var uri, out _));
        using var logs = new KeepingLoggers();
        var driver = new RtspDriver(new RtspOptions(), TimeProvider.System, logs);

        var right = await driver.ProbeAsync(uri, new DeviceCredential("admin", "right"), Cancelled);
        var wrong = await driver.ProbeAsync(uri, new DeviceCredential("admin", "wrong"), Cancelled);

        Assert.True(right.Succeeded, right.Detail);
        Assert.Equal((320, 180, 15.0), (right.Tracks[0].Width, right.Tracks[0].Height, right.Tracks[0].FramesPerSecond));
        Assert.Equal(CodecKind.Pcmu, right.Tracks[1].Codec);
        Assert.Equal((false, DeviceCause.Unauthorized), (wrong.Succeeded, wrong.Cause));
    }

    private static async Task<T> WaitAsync<T>(Func<T?> find)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
        {
            if (find() is { } found)
            {
                return found;
            }

            await Task.Delay(50, Cancelled);
        }

        throw new TimeoutException();
    }
}
