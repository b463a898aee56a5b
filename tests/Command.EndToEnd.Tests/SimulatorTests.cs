using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Command.TestKit.Peers;
using Command.Tools.Simulator.Clips;

namespace Command.EndToEnd.Tests;

/// <summary>The simulator as clients that nobody here wrote see it: ffprobe and ffmpeg.</summary>
public sealed class SimulatorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Credentials = ["--user", "admin", "--password", "s3cret"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cameras_SeenByFfprobe_HaveTheirStreams()
    {
        await using var simulator = await SimulatorProcess.StartAsync(2, Cancellation);

        var main = await ProbeAsync(simulator.Uri(1), "tcp");
        var sub = await ProbeAsync(simulator.Uri(2, "sub"), "udp");

        Assert.Contains("h264,1280,720,0,25/1", main, StringComparison.Ordinal);
        Assert.Contains("pcm_mulaw", main, StringComparison.Ordinal);
        Assert.Contains("h264,640,360,0,15/1", sub, StringComparison.Ordinal);
        Assert.DoesNotContain("pcm_mulaw", sub, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main", "tcp", 1280, 720, 25)]
    [InlineData("main", "udp", 1280, 720, 25)]
    [InlineData("sub", "tcp", 640, 360, 15)]
    public async Task Cameras_DecodedByFfmpeg_ShowTheTrueTime(string stream, string transport, int width, int height, int rate)
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        using var deadline = Deadline();
        using var ffmpeg = Start(
            "ffmpeg",
            $"-v error -nostdin -rtsp_transport {transport} -fflags nobuffer -flags low_delay -threads 1 -i {simulator.Uri(1, stream)}"
                + $" -an -vsync 0 -frames:v {2 * rate} -pix_fmt gray -f rawvideo pipe:1"
        );
        var picture = new byte[width * height];
        var readings = new List<TimeStripReading>();
        var youngest = TimeSpan.MaxValue;
        while (await ffmpeg.StandardOutput.BaseStream.ReadAtLeastAsync(picture, picture.Length, false, deadline.Token) == picture.Length)
        {
            Assert.True(TimeStrip.TryRead(picture, width, height, 1, out var reading), $"no strip in picture {readings.Count}");
            var age = reading.AgeAt(TimeProvider.System.GetUtcNow());
            youngest = age < youngest ? age : youngest;
            readings.Add(reading);
        }

        Assert.Equal(2 * rate, readings.Count);
        Assert.All(readings, reading => Assert.Equal(rate, reading.FramesPerSecond));
        Assert.All(readings.Zip(readings.Skip(1)), pair => Assert.Equal((pair.First.FrameIndex + 1) % (60 * rate), pair.Second.FrameIndex));
        // A busy machine decodes late, so the youngest of two seconds counts; a strip that lies is wrong in all of them.
        Assert.InRange(youngest, TimeSpan.FromMilliseconds(-20), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Cameras_WithPassword_AskForIt()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Credentials, Cancellation);
        var address = simulator.Uri(1).Replace("rtsp://", "rtsp://admin:s3cret@", StringComparison.Ordinal);

        Assert.Contains("h264,1280,720", await ProbeAsync(address, "tcp"), StringComparison.Ordinal);
        var wrong = await ProbeAsync(address.Replace("s3cret", "wrong", StringComparison.Ordinal), "tcp");
        Assert.Contains("401 Unauthorized", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cameras_WithPassword_TakeSha256()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Credentials, Cancellation);
        using var client = await RawRtspClient.ConnectAsync(simulator.Port, Cancellation);
        var refused = await client.AskAsync($"DESCRIBE {simulator.Uri(1)} RTSP/1.0", Cancellation);
        var challenge = refused.Split("\r\n").First(line => line.Contains("SHA-256", StringComparison.Ordinal));
        var (realm, nonce) = (Quoted(challenge, "realm"), Quoted(challenge, "nonce"));

        var proof = Hash($"{Hash($"admin:{realm}:s3cret")}:{nonce}:{Hash($"DESCRIBE:{simulator.Uri(1)}")}");
        var answer = await client.AskAsync(
            $"DESCRIBE {simulator.Uri(1)} RTSP/1.0\r\nAuthorization: Digest username=\"admin\", realm=\"{realm}\", nonce=\"{nonce}\", "
                + $"uri=\"{simulator.Uri(1)}\", algorithm=SHA-256, response=\"{proof}\"",
            Cancellation
        );

        Assert.StartsWith("RTSP/1.0 401", refused, StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 200", answer, StringComparison.Ordinal);

        static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        static string Quoted(string line, string name) => line.Split($"{name}=\"")[1].Split('"')[0];
    }

    [Fact]
    public async Task Cameras_SayThatTheyAreSimulated()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        using var client = await RawRtspClient.ConnectAsync(simulator.Port, Cancellation);

        var options = await client.AskAsync($"OPTIONS {simulator.Uri(1)} RTSP/1.0", Cancellation);
        var description = await client.AskAsync($"DESCRIBE {simulator.Uri(1)} RTSP/1.0", Cancellation);

        Assert.Contains("Server: Command-Simulator/1\r\n", options, StringComparison.Ordinal);
        Assert.Contains("X-Clips: 1/1\r\n", options, StringComparison.Ordinal);
        Assert.Contains("\r\na=x-command-simulated:1\r\n", description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cameras_AskedForWhatIsNotThere_AnswerWithTheRightStatus()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, ["--udp", "false"], Cancellation);
        using var client = await RawRtspClient.ConnectAsync(simulator.Port, Cancellation);

        Assert.Equal("404", await StatusAsync($"DESCRIBE {simulator.Uri(2)}"));
        Assert.Equal("404", await StatusAsync($"DESCRIBE {simulator.Uri(1, "third")}"));
        Assert.Equal("454", await StatusAsync($"PLAY {simulator.Uri(1)}", "Session: 12345678"));
        Assert.Equal("459", await StatusAsync($"SETUP {simulator.Uri(1)}", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"));
        Assert.Equal("461", await StatusAsync($"SETUP {simulator.Uri(1)}/trackID=0", "Transport: RTP/AVP;unicast;client_port=5000-5001"));
        Assert.Equal("501", await StatusAsync($"RECORD {simulator.Uri(1)}"));
        Assert.Equal("200", await StatusAsync($"GET_PARAMETER {simulator.Uri(1)}"));

        async Task<string> StatusAsync(string request, string? header = null) =>
            (await client.AskAsync($"{request} RTSP/1.0{(header is null ? "" : "\r\n" + header)}", Cancellation)).Split(' ')[1];
    }

    [Fact]
    public async Task Cameras_PausedAndPlayedAgain_GoOn()
    {
        await using var simulator = await SimulatorProcess.StartAsync(1, Cancellation);
        using var client = await RawRtspClient.ConnectAsync(simulator.Port, Cancellation);
        var setup = await client.AskAsync(
            $"SETUP {simulator.Uri(1, "sub")}/trackID=0 RTSP/1.0\r\nTransport: RTP/AVP/TCP;unicast;interleaved=4-5",
            Cancellation
        );
        var session = setup.Split("Session: ")[1].Split(';')[0];

        Assert.Contains("interleaved=4-5", setup, StringComparison.Ordinal);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var play = await client.AskAsync($"PLAY {simulator.Uri(1, "sub")} RTSP/1.0\r\nSession: {session}", Cancellation);
            var (report, packet) = (await client.ReadFrameAsync(Cancellation), await client.ReadFrameAsync(Cancellation));
            Assert.Equal((5, 200), (report.Channel, report.Packet[1])); // a sender report comes first
            Assert.Equal((4, 96), (packet.Channel, packet.Packet[1] & 0x7F));
            var timestamp = (uint)((packet.Packet[4] << 24) | (packet.Packet[5] << 16) | (packet.Packet[6] << 8) | packet.Packet[7]);
            var sequence = (packet.Packet[2] << 8) | packet.Packet[3];
            Assert.Contains($"seq={sequence};rtptime={timestamp}", play, StringComparison.Ordinal);
            Assert.StartsWith(
                "RTSP/1.0 200",
                await client.AskAsync($"PAUSE {simulator.Uri(1, "sub")} RTSP/1.0\r\nSession: {session}", Cancellation),
                StringComparison.Ordinal
            );
        }
    }

    private static async Task<string> ProbeAsync(string address, string transport)
    {
        using var deadline = Deadline();
        using var ffprobe = Start(
            "ffprobe",
            $"-v error -rtsp_transport {transport} -show_entries stream=codec_name,width,height,has_b_frames,avg_frame_rate -of csv=p=0 {address}"
        );
        var errors = ffprobe.StandardError.ReadToEndAsync(deadline.Token);
        return await ffprobe.StandardOutput.ReadToEndAsync(deadline.Token) + await errors;
    }

    private static Process Start(string program, string arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!; // null only with the shell, which is not used

    private static CancellationTokenSource Deadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(Patience);
        return deadline;
    }

    /// <summary>Requests typed by hand.</summary>
    private sealed class RawRtspClient : IDisposable
    {
        private readonly TcpClient _client = new();
        private int _sequence;

        public static async Task<RawRtspClient> ConnectAsync(int port, CancellationToken cancellationToken)
        {
            var client = new RawRtspClient();
            await client._client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return client;
        }

        /// <summary>Sends a request without its CSeq and reads the answer with its body, skipping RTP in between.</summary>
        public async Task<string> AskAsync(string request, CancellationToken cancellationToken)
        {
            var stream = _client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{request}\r\nCSeq: {++_sequence}\r\n\r\n"), cancellationToken);
            var answer = new StringBuilder();
            var one = new byte[1];
            while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, cancellationToken);
                if (answer.Length == 0 && one[0] == '$')
                {
                    _ = await ReadFrameRestAsync(cancellationToken);
                    continue;
                }

                answer.Append((char)one[0]);
            }

            var head = answer.ToString();
            if (head.Split("Content-Length: ") is [_, var tail])
            {
                var body = new byte[int.Parse(tail.Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(body, cancellationToken);
                head += Encoding.UTF8.GetString(body);
            }

            return head;
        }

        /// <summary>Reads the next interleaved packet.</summary>
        public async Task<(int Channel, byte[] Packet)> ReadFrameAsync(CancellationToken cancellationToken)
        {
            var mark = new byte[1];
            await _client.GetStream().ReadExactlyAsync(mark, cancellationToken);
            Assert.Equal((byte)'$', mark[0]);
            return await ReadFrameRestAsync(cancellationToken);
        }

        public void Dispose() => _client.Dispose();

        private async Task<(int Channel, byte[] Packet)> ReadFrameRestAsync(CancellationToken cancellationToken)
        {
            var header = new byte[3];
            await _client.GetStream().ReadExactlyAsync(header, cancellationToken);
            var packet = new byte[(header[1] << 8) | header[2]];
            await _client.GetStream().ReadExactlyAsync(packet, cancellationToken);
            return (header[0], packet);
        }
    }
}
