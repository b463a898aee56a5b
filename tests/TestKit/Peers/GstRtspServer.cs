using System.Globalization;
using System.Text.Json;

namespace Command.TestKit.Peers;

/// <summary>GStreamer's RTSP server as a camera on a free port of 127.0.0.1.</summary>
public sealed class GstRtspServer : IAsyncDisposable
{
    /// <summary>Small H.264 without B frames, a key frame each second, 320×180 at 15 pictures per second.</summary>
    public const string Video =
        "videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=180,framerate=15/1 ! "
        + "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 bitrate=300 ! video/x-h264,profile=baseline ! "
        + "rtph264pay name=pay0 pt=96 config-interval=0";

    /// <summary>A tone as G.711 µ-law.</summary>
    public const string PcmuAudio = "audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1 pt=0";

    /// <summary>A tone as Opus.</summary>
    public const string OpusAudio = "audiotestsrc is-live=true ! audio/x-raw,rate=48000,channels=2 ! opusenc ! rtpopuspay name=pay1 pt=97";

    private readonly PeerProcess _process;

    private GstRtspServer(PeerProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What it printed.</summary>
    public string Text => _process.Text;

    /// <summary>Starts it with one mount /live and waits until it listens.</summary>
    /// <param name="launch">Elements with payloaders named pay0, pay1 …</param>
    /// <param name="user">Null for no authentication.</param>
    /// <param name="password">Password of that user.</param>
    /// <param name="scheme">"digest" or "basic".</param>
    /// <param name="protocols">"any", "tcp" or "udp": what it lets clients set up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<GstRtspServer> StartAsync(
        string launch,
        string? user = null,
        string? password = null,
        string scheme = "digest",
        string protocols = "any",
        CancellationToken cancellationToken = default
    ) => StartAsync(new Dictionary<string, string> { ["/live"] = launch }, user, password, scheme, protocols, cancellationToken);

    /// <summary>Starts it with several mounts.</summary>
    public static async Task<GstRtspServer> StartAsync(
        IReadOnlyDictionary<string, string> mounts,
        string? user = null,
        string? password = null,
        string scheme = "digest",
        string protocols = "any",
        CancellationToken cancellationToken = default
    )
    {
        var wish = JsonSerializer.Serialize(
            new
            {
                mounts = mounts.ToDictionary(m => m.Key, m => $"( {m.Value} )"),
                user,
                password,
                scheme,
                protocols,
            }
        );
        var script = Path.Combine(Repository.Root, "tests", "TestKit", "Peers", "gst_rtsp_server.py");
        var process = PeerProcess.Start("/usr/bin/python3", [script], wish, "PORT");
        try
        {
            var port = int.Parse(await process.WaitForLineAsync(cancellationToken), CultureInfo.InvariantCulture);
            return new GstRtspServer(process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Address of a mount.</summary>
    public string Url(string path = "/live") => $"rtsp://127.0.0.1:{Port}{path}";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
