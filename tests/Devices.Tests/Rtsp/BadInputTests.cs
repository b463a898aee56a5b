using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Command.Devices.Drivers;
using Command.Devices.Rtsp;
using Command.TestKit.Peers;

namespace Command.Devices.Tests.Rtsp;

/// <summary>Everything that is not a camera, or a broken one: each gets its cause, nothing crashes, no buffer stays out.</summary>
public sealed class BadInputTests
{
    private static readonly RtspOptions Quick = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(1),
        StallTimeout = TimeSpan.FromSeconds(1),
        MissingVideoTimeout = TimeSpan.FromSeconds(1.5),
        MissingKeyFrameTimeout = TimeSpan.FromSeconds(1),
        UdpFirstPacketTimeout = TimeSpan.FromSeconds(0.5),
        ProbeMediaTimeout = TimeSpan.FromSeconds(2),
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Closed_port_is_ConnectionRefused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal(DeviceCause.ConnectionRefused, await CauseAsync($"rtsp://127.0.0.1:{port}/live"));
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable, DeviceCause.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable, DeviceCause.HostUnreachable)]
    [InlineData(SocketError.HostNotFound, DeviceCause.HostUnreachable)]
    [InlineData(SocketError.TryAgain, DeviceCause.HostUnreachable)]
    [InlineData(SocketError.ConnectionRefused, DeviceCause.ConnectionRefused)]
    [InlineData(SocketError.TimedOut, DeviceCause.Timeout)]
    public void Socket_errors_have_their_cause(SocketError error, DeviceCause expected)
    {
        Assert.True(DeviceUri.TryParse("rtsp://h/", out var uri, out _));

        Assert.Equal(expected, ConnectFailure.From(new SocketException((int)error), uri).Cause);
        Assert.Equal(DeviceCause.Timeout, ConnectFailure.From(new OperationCanceledException(), uri).Cause);
        Assert.Equal(DeviceCause.ProtocolError, ConnectFailure.From(new AuthenticationException(), uri).Cause);
    }

    [Fact]
    public async Task Real_http_server_is_NotRtsp()
    {
        await using var http = PeerProcess.Start(
            "/usr/bin/python3",
            ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"],
            awaitedPrefix: "Serving HTTP on 127.0.0.1 port "
        );
        var port = (await http.WaitForLineAsync(Cancelled)).Split(' ')[0];

        Assert.Equal(DeviceCause.NotRtsp, await CauseAsync($"rtsp://127.0.0.1:{port}/live"));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", DeviceCause.NotRtsp)]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian\r\n", DeviceCause.NotRtsp)]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0046", DeviceCause.NotRtsp)]
    [InlineData("", DeviceCause.Timeout)]
    [InlineData("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 999999999\r\n\r\n", DeviceCause.ProtocolError)]
    public async Task Greeting_of_something_else_has_its_cause(string greeting, DeviceCause expected)
    {
        await using var peer = new ScriptedCamera
        {
            Greeting = Encoding.Latin1.GetBytes(greeting),
            Answer = _ => ScriptedAnswer.Nothing,
        }.Start();

        Assert.Equal(expected, await CauseAsync(peer.Url()));
    }

    [Theory]
    [InlineData("<html>not here</html>")]
    [InlineData("")]
    [InlineData("v=0\r\nm=video\r\n")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nm=application 0 RTP/AVP 107\r\n")]
    public async Task Useless_description_is_BadSdp(string sdp)
    {
        await using var camera = new ScriptedCamera { Sdp = sdp }.Start();

        Assert.Equal(DeviceCause.BadSdp, await CauseAsync(camera.Url()));
    }

    [Theory]
    [InlineData("DESCRIBE", "404 Not Found", DeviceCause.NotFound)]
    [InlineData("DESCRIBE", "403 Forbidden", DeviceCause.Unauthorized)]
    [InlineData("DESCRIBE", "503", DeviceCause.ProtocolError)]
    [InlineData("SETUP", "461 Unsupported Transport", DeviceCause.TransportRefused)]
    [InlineData("PLAY", "455 Method Not Valid in This State", DeviceCause.ProtocolError)]
    public async Task Refusal_has_its_cause(string method, string status, DeviceCause expected)
    {
        await using var camera = new ScriptedCamera
        {
            Answer = r => r.StartLine.StartsWith(method, StringComparison.Ordinal) ? new(status) : null,
        }.Start();

        Assert.Equal(expected, await CauseAsync(camera.Url()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wrong_password_is_sent_once_however_fresh_the_nonce(bool asksForOptions)
    {
        var nonces = 0;
        await using var camera = new ScriptedCamera
        {
            Answer = r =>
                r.StartLine.StartsWith("OPTIONS", StringComparison.Ordinal) && !asksForOptions
                    ? null
                    : new("401 Unauthorized", $"WWW-Authenticate: Digest realm=\"cam\", nonce=\"{Interlocked.Increment(ref nonces)}\""),
        }.Start();

        Assert.Equal(DeviceCause.Unauthorized, await CauseAsync(camera.Url("admin:wrong@")));
        Assert.Single(camera.Requests, r => r.Headers.Find("Authorization") is not null);
    }

    [Fact]
    public async Task Password_that_was_right_is_sent_again_under_a_fresh_nonce()
    {
        var answered = 0;
        await using var camera = new ScriptedCamera
        {
            // Every nonce serves one request, and the device never says "stale".
            Answer = r =>
                (r.Headers.Find("Authorization") ?? string.Empty).Contains($"nonce=\"{answered}\"", StringComparison.Ordinal)
                && Interlocked.Increment(ref answered) > 0
                    ? null
                    : new("401 Unauthorized", $"WWW-Authenticate: Digest realm=\"cam\", nonce=\"{answered}\""),
        }.Start();

        await using var run = new RtspRun(camera.Url("admin:right@"), RtspTransportPreference.Tcp);
        await run.OnlineAsync();
    }

    [Fact]
    public async Task Silence_after_PLAY_is_Stalled()
    {
        await using var camera = new ScriptedCamera { Media = _ => [] }.Start();

        Assert.Equal(DeviceCause.Stalled, await CauseAsync(camera.Url()));
    }

    [Fact]
    public async Task Sound_without_the_announced_picture_is_NoVideo()
    {
        await using var camera = new ScriptedCamera { Media = step => ScriptedMedia.Audio(step, 2) }.Start();

        Assert.Equal(DeviceCause.NoVideo, await CauseAsync(camera.Url()));
    }

    [Fact]
    public async Task Pictures_without_a_key_frame_are_Degraded_until_one_comes()
    {
        await using var camera = new ScriptedCamera
        {
            Media = step => ScriptedMedia.VideoAndAudio(step < 100 ? (step % 9) + 1 + (step / 9 * 10) : step / 10 * 10),
        }.Start();
        await using var run = new RtspRun(camera.Url(), options: Quick);

        Assert.Equal(DeviceCause.NoKeyFrame, (await run.Sink.NextAsync<DeviceDegraded>()).Cause);
        Assert.NotNull(await run.OnlineAsync());
    }

    [Fact]
    public async Task Udp_that_brings_nothing_goes_on_by_tcp()
    {
        await using var camera = new ScriptedCamera
        {
            Transport = (_, asked) => asked.Contains("TCP", StringComparison.Ordinal) ? asked : asked + ";server_port=9-10",
        }.Start();
        await using var run = new RtspRun(camera.Url(), RtspTransportPreference.Udp, Quick);

        await run.OnlineAsync();

        Assert.Contains(run.Logs.Lines, l => l.Text.Contains("Nothing arrives by UDP", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Sink.Seen, e => e is DeviceOffline);
    }

    [Fact]
    public async Task Truncated_and_broken_packets_are_left_out()
    {
        byte[] broken =
        [
            .. ScriptedMedia.Frame(0, []),
            .. ScriptedMedia.Frame(0, [0x80]),
            .. ScriptedMedia.Frame(0, [0x80, 96, 0, 1, 0, 0]),
            .. ScriptedMedia.Frame(0, [0x00, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
            .. ScriptedMedia.Frame(0, [0x9F, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            .. ScriptedMedia.Frame(1, [0x80]),
            .. ScriptedMedia.Frame(1, [0x80, 200, 0xFF, 0xFF]),
            .. ScriptedMedia.Frame(0, ScriptedMedia.Rtp(50, 1, 1, [1, 2, 3])),
        ];
        await using var camera = new ScriptedCamera { Media = step => [.. broken, .. ScriptedMedia.VideoAndAudio(step)] }.Start();
        await using var run = new RtspRun(camera.Url());

        await run.OnlineAsync();

        Assert.True((await run.Watch().ReadAsync(Command.Media.Codecs.MediaKind.Video, 30)).Count >= 30);
        Assert.DoesNotContain(run.Sink.Seen, e => e is DeviceOffline);
    }

    [Fact]
    public async Task Connection_that_ends_inside_a_frame_is_ClosedByPeer()
    {
        await using var camera = new ScriptedCamera
        {
            Media = step =>
                step < 10 ? ScriptedMedia.VideoAndAudio(step)
                : step == 10 ? ScriptedMedia.Video(step, 0)[..40]
                : null,
        }.Start();
        await using var run = new RtspRun(camera.Url(), options: Quick);
        await run.OnlineAsync();

        Assert.Equal(DeviceCause.ClosedByPeer, (await run.Sink.NextAsync<DeviceOffline>()).Cause);
    }

    [Fact]
    public async Task Random_bytes_at_every_stage_end_with_a_cause()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var junk = new byte[random.Next(1, 4_000)];
            random.NextBytes(junk);
            var text = Encoding.Latin1.GetString(junk);
            await using var camera = (seed % 4) switch
            {
                0 => new ScriptedCamera { Greeting = junk, Answer = _ => ScriptedAnswer.Nothing },
                1 => new ScriptedCamera { Sdp = text },
                2 => new ScriptedCamera { Transport = (_, _) => text.ReplaceLineEndings(" "), Media = step => step < 5 ? junk : null },
                _ => new ScriptedCamera { Media = step => step < 5 ? junk : null },
            };
            await using var run = new RtspRun(camera.Start().Url(), options: Quick with { RequestTimeout = TimeSpan.FromSeconds(0.3) });

            Assert.NotEqual(DeviceCause.None, (await run.Sink.NextAsync<DeviceOffline>()).Cause);
            Assert.DoesNotContain(run.Logs.Lines, l => l.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
        }
    }

    [Theory]
    [InlineData(DeviceCause.Stalled)]
    [InlineData(DeviceCause.NotFound)]
    public async Task ProbeAsync_Failure_is_a_result(DeviceCause expected)
    {
        await using var camera = new ScriptedCamera
        {
            Media = _ => [],
            Answer = r =>
                expected == DeviceCause.NotFound && r.StartLine.StartsWith("DESCRIBE", StringComparison.Ordinal)
                    ? new("404 Not Found")
                    : null,
        }.Start();
        Assert.True(DeviceUri.TryParse(camera.Url(), out var uri, out _));
        using var logs = new KeepingLoggers();

        var result = await new RtspDriver(Quick, TimeProvider.System, logs).ProbeAsync(uri, null, Cancelled);

        Assert.Equal((false, expected), (result.Succeeded, result.Cause));
        Assert.Equal(expected == DeviceCause.Stalled ? 2 : 0, result.Tracks.Length);
    }

    private static async Task<DeviceCause> CauseAsync(string url)
    {
        await using var run = new RtspRun(url, RtspTransportPreference.Tcp, Quick);
        var offline = await run.Sink.NextAsync<DeviceOffline>();
        Assert.DoesNotContain(run.Logs.Lines, l => l.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
        Assert.NotNull(offline.Detail);
        return offline.Cause;
    }
}
