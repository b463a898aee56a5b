using System.Security.Cryptography;
using System.Text;
using Command.Devices.Drivers;
using Command.Devices.Rtsp;
using Command.Devices.TextProtocol;
using Command.Media.Codecs;

namespace Command.Devices.Tests.Rtsp;

/// <summary>Deviations of real cameras, each by the make, model or report it was learnt from.</summary>
public sealed class OddCameraTests
{
    [Theory]
    [InlineData("RTP/AVP;unicast;interleaved=0-1", "RTP/AVP;unicast;interleaved=2-3", 0, 2)]
    [InlineData("RTP/AVP/TCP;unicast", "RTP/AVP/TCP;unicast", 0, 2)]
    [InlineData("RTP/AVP/TCP;unicast;interleaved=0", "RTP/AVP/TCP;unicast;interleaved=2", 0, 2)]
    [InlineData("RTP/AVP/TCP;unicast;interleaved=5-9;ssrc= 1A2B ", "RTP/AVP/TCP;interleaved=201-7;mode=\"PLAY\"", 5, 201)]
    public async Task EscamQ6_and_others_odd_transport_answers(string first, string second, byte videoChannel, byte audioChannel)
    {
        await using var camera = new ScriptedCamera
        {
            Transport = (n, _) => n % 2 == 1 ? first : second,
            Media = step => ScriptedMedia.VideoAndAudio(step, videoChannel, audioChannel),
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.True((await run.Watch().ReadAsync(MediaKind.Video, 5))[0].StartsKeyFrame);
        Assert.NotEmpty(await run.Watch().ReadAsync(MediaKind.Audio, 5));
    }

    [Fact]
    public async Task Missing_sprop_is_learnt_from_the_stream()
    {
        await using var camera = new ScriptedCamera
        {
            Sdp = ScriptedMedia.Sdp(sprop: false),
            Media = step =>
                step % ScriptedMedia.KeyFrameEvery != 0
                    ? ScriptedMedia.Frame(0, ScriptedMedia.Rtp(96, step + 2 + (step / 10 * 2), step * 1_800, ScriptedMedia.Slice))
                    :
                    [
                        .. ScriptedMedia.Frame(
                            0,
                            ScriptedMedia.Rtp(96, step + (step / 10 * 2), step * 1_800, ScriptedMedia.Sps, marker: false)
                        ),
                        .. ScriptedMedia.Frame(
                            0,
                            ScriptedMedia.Rtp(96, step + (step / 10 * 2) + 1, step * 1_800, ScriptedMedia.Pps, marker: false)
                        ),
                        .. ScriptedMedia.Frame(0, ScriptedMedia.Rtp(96, step + (step / 10 * 2) + 2, step * 1_800, ScriptedMedia.Idr)),
                    ],
        }.Start();
        await using var run = new RtspRun(camera.Url());

        var online = await run.OnlineAsync(o => o.Formats[0].Width > 0);

        Assert.Equal((320, 180), (online.Formats[0].Width, online.Formats[0].Height));
        Assert.Equal(ScriptedMedia.AnnexB(ScriptedMedia.Sps, ScriptedMedia.Pps, ScriptedMedia.Idr), await run.Watch().KeyFrameAsync());
    }

    [Fact]
    public async Task V380_and_Mercury_annex_b_in_the_payload()
    {
        await using var camera = new ScriptedCamera
        {
            Sdp = ScriptedMedia.Sdp(sprop: false, audio: false),
            Media = step =>
                ScriptedMedia.Frame(
                    0,
                    ScriptedMedia.Rtp(
                        96,
                        step,
                        step * 1_800,
                        step % ScriptedMedia.KeyFrameEvery == 0
                            ? ScriptedMedia.AnnexB(ScriptedMedia.Sps, ScriptedMedia.Pps, ScriptedMedia.Idr)
                            : ScriptedMedia.AnnexB(ScriptedMedia.Slice)
                    )
                ),
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync(o => o.Formats[0].Width == 320);

        Assert.Equal(ScriptedMedia.AnnexB(ScriptedMedia.Sps, ScriptedMedia.Pps, ScriptedMedia.Idr), await run.Watch().KeyFrameAsync());
        var video = await run.Watch().ReadAsync(MediaKind.Video, 8);
        Assert.Contains(video, p => p.Payload.AsSpan().SequenceEqual(ScriptedMedia.Slice));
        Assert.All(video, p => Assert.NotEqual(0, p.Payload[0]));
    }

    [Fact]
    public async Task Session_id_that_changes_keeps_the_first()
    {
        await using var camera = new ScriptedCamera
        {
            Session = n => n == 1 ? "first ; timeout=30" : $"other{n}",
            Answer = request =>
                request.StartLine.StartsWith("PLAY", StringComparison.Ordinal) && request.Headers.Find("Session") != "first"
                    ? new ScriptedAnswer("454 Session Not Found")
                    : null,
        }.Start();
        await using var run = new RtspRun(camera.Url());

        Assert.NotNull(await run.OnlineAsync());
    }

    [Fact]
    public async Task Interleave_out_of_sync_is_found_again()
    {
        byte[] junk = [1, 2, 3, (byte)'$', 0, 0, 40, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];
        await using var camera = new ScriptedCamera
        {
            Media = step => step % 7 == 6 ? [.. junk, .. ScriptedMedia.VideoAndAudio(step)] : ScriptedMedia.VideoAndAudio(step),
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.Equal(60, (await run.Watch().ReadAsync(MediaKind.Audio, 60)).Take(60).Count());
        Assert.DoesNotContain(run.Sink.Seen, e => e is DeviceOffline);
    }

    [Fact]
    public async Task Live555_before_2017_old_stream_in_a_new_connection()
    {
        byte[] old =
        [
            .. Enumerable.Range(0, 20).SelectMany(i => ScriptedMedia.Frame(0, ScriptedMedia.Rtp(96, i, i, ScriptedMedia.Slice, ssrc: 77))),
        ];
        await using var camera = new ScriptedCamera { Greeting = old }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.True((await run.Watch().ReadAsync(MediaKind.Video, 5))[0].StartsKeyFrame);
    }

    [Fact]
    public async Task V4l2rtspserver_data_before_the_answer_to_PLAY()
    {
        await using var camera = new ScriptedCamera { BeforePlayAnswer = ScriptedMedia.Video(0, 0), Media = _ => [] }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.NotEmpty(await run.Watch().KeyFrameAsync());
    }

    [Fact]
    public async Task Keep_alive_changes_to_GET_PARAMETER_when_OPTIONS_is_unknown()
    {
        await using var camera = new ScriptedCamera
        {
            Session = _ => "1;timeout=2",
            Answer = request =>
                request.StartLine.StartsWith("OPTIONS", StringComparison.Ordinal) && request.Headers.Find("Session") is not null
                    ? new ScriptedAnswer("501 Not Implemented")
                    : null,
        }.Start();
        await using var run = new RtspRun(camera.Url());
        await run.OnlineAsync();

        var request = await WaitAsync(() =>
            camera.Requests.FirstOrDefault(r => r.StartLine.StartsWith("GET_PARAMETER", StringComparison.Ordinal))
        );

        Assert.Equal("1", request.Headers.Find("Session"));
        Assert.DoesNotContain(run.Sink.Seen, e => e is DeviceOffline);
    }

    [Fact]
    public async Task Keep_alive_by_OPTIONS_that_the_device_hangs_up_on_is_sent_once_only()
    {
        await using var camera = new ScriptedCamera
        {
            Session = _ => "1;timeout=2",
            Answer = r => IsKeepAliveByOptions(r) ? ScriptedAnswer.HangUp : null,
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await WaitAsync(() => camera.Requests.FirstOrDefault(r => r.StartLine.StartsWith("GET_PARAMETER", StringComparison.Ordinal)));

        Assert.Single(run.Sink.Seen, e => e is DeviceOffline { Cause: DeviceCause.ClosedByPeer });
        Assert.Single(camera.Requests, IsKeepAliveByOptions);

        static bool IsKeepAliveByOptions(TextMessage request) =>
            request.StartLine.StartsWith("OPTIONS", StringComparison.Ordinal) && request.Headers.Find("Session") is not null;
    }

    [Fact]
    public async Task Keep_alive_without_an_answer_is_no_failure()
    {
        await using var camera = new ScriptedCamera
        {
            Session = _ => "1;timeout=2",
            Answer = request =>
                request.StartLine.StartsWith("OPTIONS", StringComparison.Ordinal) && request.Headers.Find("Session") is not null
                    ? ScriptedAnswer.Nothing
                    : null,
        }.Start();
        await using var run = new RtspRun(camera.Url(), options: new RtspOptions { RequestTimeout = TimeSpan.FromSeconds(2) });
        await run.OnlineAsync();

        await WaitAsync(() => camera.Requests.Count(r => r.StartLine.StartsWith("OPTIONS", StringComparison.Ordinal)) >= 3 ? camera : null);

        Assert.DoesNotContain(run.Sink.Seen, e => e is DeviceOffline);
    }

    [Fact]
    public async Task Questions_of_the_device_are_answered()
    {
        var question = Encoding.ASCII.GetBytes("OPTIONS * RTSP/1.0\r\nCSeq: 77\r\n\r\nREDIRECT * RTSP/1.0\r\nCSeq: 78\r\n\r\n");
        await using var camera = new ScriptedCamera
        {
            Media = step => step == 3 ? [.. question, .. ScriptedMedia.VideoAndAudio(step)] : ScriptedMedia.VideoAndAudio(step),
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await WaitAsync(() => camera.Answers.Count >= 2 ? camera : null);

        Assert.Equal(
            [("RTSP/1.0 200 OK", "77"), ("RTSP/1.0 501 Not Implemented", "78")],
            camera.Answers.Select(a => (a.StartLine, a.Headers.Find("CSeq")))
        );
    }

    [Fact]
    public async Task Receiver_reports_go_back_on_the_channel_of_the_answer()
    {
        await using var camera = new ScriptedCamera { Transport = (n, asked) => n == 1 ? "RTP/AVP/TCP;interleaved=0-9" : asked }.Start();
        await using var run = new RtspRun(camera.Url(), options: new RtspOptions { ReportInterval = TimeSpan.FromSeconds(1) });

        await WaitAsync(() => camera.Frames.Any(f => f[1] == 9) && camera.Frames.Any(f => f[1] == 3) ? camera : null);

        Assert.All(camera.Frames, f => Assert.Equal((0x80, 201), (f[4] & 0xC0, f[5])));
    }

    [Fact]
    public async Task Redirect_is_followed()
    {
        await using var target = new ScriptedCamera().Start();
        await using var camera = new ScriptedCamera
        {
            Answer = r =>
                r.StartLine.StartsWith("DESCRIBE", StringComparison.Ordinal) ? new("302 Moved", $"Location: {target.Url()}") : null,
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.Contains(target.Requests, r => r.StartLine.StartsWith("PLAY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirect_to_another_port_does_not_get_the_credential()
    {
        await using var target = new ScriptedCamera
        {
            Answer = _ => new("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\""),
        }.Start();
        await using var camera = new ScriptedCamera
        {
            Answer = r =>
                r.StartLine.StartsWith("DESCRIBE", StringComparison.Ordinal) ? new("302 Moved", $"Location: {target.Url()}") : null,
        }.Start();
        await using var run = new RtspRun(camera.Url("admin:hush@"));

        Assert.Equal(DeviceCause.Unauthorized, (await run.Sink.NextAsync<DeviceOffline>()).Cause);

        Assert.NotEmpty(target.Requests);
        Assert.All(target.Requests, r => Assert.Null(r.Headers.Find("Authorization")));
    }

    [Fact]
    public async Task B_frames_during_play_are_told_at_once()
    {
        byte[] bSlice = [0x01, 0x9E, 0x02, .. Enumerable.Repeat((byte)0x3C, 120)];
        await using var camera = new ScriptedCamera
        {
            Sdp = ScriptedMedia.Sdp(audio: false),
            Media = step =>
                step < 50 || step % ScriptedMedia.KeyFrameEvery == 0
                    ? ScriptedMedia.Video(step, 0)
                    : ScriptedMedia.Frame(0, ScriptedMedia.Rtp(96, step, step * 1_800, bSlice)),
        }.Start();
        await using var run = new RtspRun(camera.Url());

        Assert.Equal([PlayabilityVerdict.Playable], (await run.OnlineAsync()).Playability);
        await run.OnlineAsync(o => o.Playability is [PlayabilityVerdict.BFrames]);
    }

    [Fact]
    public async Task Hikvision_new_firmware_SHA256_only_with_a_stale_nonce()
    {
        var nonces = new Queue<string>(["n1", "n2", "n2", "n2", "n2", "n2", "n2", "n2", "n2"]);
        var nonce = "n0";
        await using var camera = new ScriptedCamera
        {
            Answer = request =>
            {
                var given = request.Headers.Find("Authorization") ?? string.Empty;
                if (
                    given.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal)
                    && nonce == "n2"
                    && given.Contains(Sha256(request, nonce), StringComparison.Ordinal)
                )
                {
                    return null;
                }

                nonce = nonces.Dequeue();
                return new(
                    "401 Unauthorized",
                    $"WWW-Authenticate: Digest realm=\"cam\", nonce=\"{nonce}\", algorithm=SHA-256, stale={given.Length > 0}"
                );
            },
        }.Start();
        await using var run = new RtspRun(camera.Url("admin:admin123@"));

        Assert.NotNull(await run.OnlineAsync());

        static string Sha256(TextMessage request, string nonce)
        {
            var words = request.StartLine.Split(' ');
            return Hash($"{Hash("admin:cam:admin123")}:{nonce}:{Hash($"{words[0]}:{words[1]}")}");
        }

        static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("a=x-command-simulated:1\r\n", "Server: Other")]
    [InlineData("", "Server: Command-Simulator/1")]
    public async Task Simulated_device_says_so(string attribute, string header)
    {
        var sdp = ScriptedMedia.Sdp(extra: attribute);
        await using var camera = new ScriptedCamera
        {
            Answer = r => r.StartLine.StartsWith("DESCRIBE", StringComparison.Ordinal) ? new("200 OK", header) { Body = sdp } : null,
        }.Start();
        await using var run = new RtspRun(camera.Url());

        Assert.True((await run.OnlineAsync()).Simulated);
    }

    [Fact]
    public async Task Anjvision_schemeless_base_with_query()
    {
        await using var camera = new ScriptedCamera
        {
            Answer = r =>
                r.StartLine.StartsWith("DESCRIBE", StringComparison.Ordinal)
                    ? new("200 OK", "Content-Base: 192.168.1.10:554/stream0/?ch=1") { Body = ScriptedMedia.Sdp() }
                    : null,
        }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.Contains(camera.Requests, r => r.StartLine == $"SETUP rtsp://127.0.0.1:{camera.Port}/stream0/?ch=1/trackID=1 RTSP/1.0");
        Assert.Contains(camera.Requests, r => r.StartLine == $"PLAY rtsp://127.0.0.1:{camera.Port}/stream0/?ch=1 RTSP/1.0");
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

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException();
    }
}
