using System.Diagnostics;
using System.Text.RegularExpressions;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>Janus from Debian: one streaming mountpoint that pulls the same camera by RTSP. It offers, the viewer answers.</summary>
internal sealed partial class JanusPeer(BenchPlace place) : IBenchPeer
{
    private const string Plugins = "/usr/lib/x86_64-linux-gnu/janus";
    private const int Mountpoint = 1;
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{NetworkLab.ServerAddress}:8088/janus") };
    private Process? _process;

    public string Name => "Janus streaming";

    public LightClientOptions Viewer(bool decrypt) =>
        new()
        {
            Decrypt = decrypt,
            Nack = decrypt,
            IsControlled = true,
        };

    public int ProcessId => _process?.Id ?? throw new BenchException("Janus does not run.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(place.Folder, "janus")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.jcfg"), General(folder), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.transport.http.jcfg"), Http, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "janus.plugin.streaming.jcfg"),
            Streaming(BenchPlace.CameraAddress),
            cancellationToken
        );
        _process = NetworkLab.StartInNamespace(
            place.ServerNamespace,
            Path.Combine(place.Folder, "janus.log"),
            "janus",
            "-C",
            Path.Combine(folder, "janus.jcfg"),
            "-F",
            folder
        );
        await place.WaitForHttpAsync(new Uri($"{_http.BaseAddress}/info"), _process, cancellationToken);
    }

    public async Task JoinAsync(LightWebRtcClient viewer, CancellationToken cancellationToken)
    {
        var api = new JanusApi(_http, _http.BaseAddress!); // set above
        var (handle, offer) = await api.WatchAsync(Mountpoint, cancellationToken);
        var connecting = viewer.ConnectAsync(offer, cancellationToken);
        await api.StartAsync(handle, Answer(offer, viewer), cancellationToken);
        await connecting;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await BenchPlace.StopAsync(_process);
    }

    /// <summary>The viewer's credentials and fingerprint in the form of an answer to Janus' one video section.</summary>
    private static string Answer(string offer, LightWebRtcClient viewer)
    {
        var payloadType = PayloadType().Match(offer).Groups[1].Value;
        var mid = Mid().Match(offer).Groups[1].Value;
        var taken = viewer
            .Offer.Split("\r\n")
            .Where(line =>
                line.StartsWith("a=ice-ufrag:", StringComparison.Ordinal)
                || line.StartsWith("a=ice-pwd:", StringComparison.Ordinal)
                || line.StartsWith("a=fingerprint:", StringComparison.Ordinal)
            )
            .Distinct();
        string[] lines =
        [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            $"a=group:BUNDLE {mid}",
            $"m=video 9 UDP/TLS/RTP/SAVPF {payloadType}",
            "c=IN IP4 0.0.0.0",
            .. taken,
            $"a=candidate:1 1 udp 2130706431 {NetworkLab.ClientAddress} {viewer.LocalPort} typ host",
            "a=setup:active",
            $"a=mid:{mid}",
            "a=recvonly",
            "a=rtcp-mux",
            $"a=rtpmap:{payloadType} H264/90000",
            $"a=fmtp:{payloadType} packetization-mode=1;profile-level-id=42e01f",
            "",
        ];
        return string.Join("\r\n", lines);
    }

    private static string General(string folder) =>
        $$"""
            general: {
              configs_folder = "{{folder}}"
              plugins_folder = "{{Plugins}}/plugins"
              transports_folder = "{{Plugins}}/transports"
              events_folder = "{{folder}}/none"
              loggers_folder = "{{folder}}/none"
              interface = "{{NetworkLab.ServerAddress}}"
              debug_level = 3
            }
            media: { rtp_port_range = "20000-40000" }
            nat: { full_trickle = false }
            plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so" }
            transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_websockets.so" }

            """;

    private const string Http = """
        general: { json = "compact", base_path = "/janus", http = true, port = 8088, https = false }

        """;

    private static string Streaming(string camera) =>
        $$"""
            camera: {
              type = "rtsp"
              id = {{Mountpoint}}
              description = "camera"
              audio = false
              video = true
              url = "{{camera}}"
              videopt = 96
              videocodec = "h264"
              videofmtp = "profile-level-id=42e01f;packetization-mode=1"
            }

            """;

    [GeneratedRegex(@"^m=video \d+ \S+ (\d+)", RegexOptions.Multiline)]
    private static partial Regex PayloadType();

    [GeneratedRegex(@"^a=mid:(\S+)", RegexOptions.Multiline)]
    private static partial Regex Mid();
}
