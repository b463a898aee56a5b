using System.Net.Sockets;
using System.Text;
using Command.Tools.Simulator.Rtsp;

namespace Command.Tools.Simulator.Verbs;

/// <summary>Is a simulator on this port, and has it made its clips? For scripts that wait: exit code 0 means yes.</summary>
internal static class CheckVerb
{
    public const string Usage =
        "  check   [--host 127.0.0.1] [--port 18554]\n          exit code 0 when every simulated camera plays, 1 when not yet";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(VerbArguments arguments, CancellationToken cancellationToken)
    {
        var host = arguments.Text("host") ?? "127.0.0.1";
        var port = arguments.Number("port", 18554, 1, 65535);
        arguments.RefuseUnknown();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, deadline.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"OPTIONS rtsp://{host}:{port}/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"), deadline.Token);
            var buffer = new byte[4096];
            var length = await stream.ReadAsync(buffer, deadline.Token);
            var answer = Encoding.ASCII.GetString(buffer, 0, length);
            var line = answer.Split("\r\n").FirstOrDefault(header => header.StartsWith(RtspServer.ClipsHeader, StringComparison.Ordinal));
            await Console.Out.WriteLineAsync(line ?? "no simulator here");
            return line?[RtspServer.ClipsHeader.Length..].Trim().Split('/') is [var made, var all] && made == all ? 0 : 1;
        }
        catch (Exception silence) when (silence is SocketException or IOException or OperationCanceledException)
        {
            await Console.Out.WriteLineAsync($"nothing answers at {host} port {port}");
            return 1;
        }
    }
}
