using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Command.TestKit.Peers;

/// <summary>VLC as a camera on 127.0.0.1: it plays a file in a loop. It refuses to run as root, so then it runs as nobody.</summary>
public sealed class VlcRtspServer : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private VlcRtspServer(PeerProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public string Url => $"rtsp://127.0.0.1:{Port}/live";

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="file">Everybody must be able to read it.</param>
    /// <param name="user">Null for no authentication; VLC asks by Basic.</param>
    /// <param name="password">Password of that user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<VlcRtspServer> StartAsync(
        string file,
        string? user = null,
        string? password = null,
        CancellationToken cancellationToken = default
    )
    {
        var port = UnusedPort.Tcp();
        var home = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "command-vlc-home")).FullName;
        var arguments = new List<string> { "-I", "dummy", "--no-video-title-show", "--loop", file, "--sout-keep", "--sout" };
        arguments.Add($"#gather:rtp{{sdp=rtsp://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/live}}");
        if (user is not null)
        {
            arguments.AddRange(["--sout-rtsp-user", user, "--sout-rtsp-pwd", password ?? string.Empty]);
        }

        var process =
            Environment.UserName == "root"
                ? PeerProcess.Start("runuser", ["-u", "nobody", "--", "env", $"HOME={home}", "cvlc", .. arguments])
                : PeerProcess.Start("cvlc", arguments);
        try
        {
            await WaitUntilItAnswersAsync(process, port, cancellationToken);
            return new VlcRtspServer(process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task WaitUntilItAnswersAsync(PeerProcess process, int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var request = Encoding.ASCII.GetBytes($"DESCRIBE rtsp://127.0.0.1:{port}/live RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        var answer = new byte[64];
        while (!process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
                await client.GetStream().WriteAsync(request, deadline.Token);
                var length = await client.GetStream().ReadAsync(answer, deadline.Token);
                var line = Encoding.ASCII.GetString(answer, 0, length);
                if (line.Contains(" 200 ", StringComparison.Ordinal) || line.Contains(" 401 ", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (SocketException)
            {
                // Not yet.
            }
            catch (IOException)
            {
                // Not yet.
            }

            await Task.Delay(100, deadline.Token);
        }

        throw new InvalidOperationException($"VLC ended early:\n{process.Text}");
    }
}
