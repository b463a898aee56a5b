using System.Buffers;
using System.Text;
using Command.Devices.Rtsp;
using Command.Devices.TextProtocol;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Devices.Tests.Rtsp;

public sealed class RtspStreamReaderTests
{
    private const string Answer = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 3\r\n\r\nabc";

    [Fact]
    public void TryRead_MessagesAndFramesMixed_GivesEachOnce()
    {
        var bytes = Concat(
            Text(Answer),
            Frame(0, 20),
            Text("\r\n"),
            Frame(1, 8),
            Text(Answer),
            Text("OPTIONS * RTSP/1.0\r\nCSeq: 4\r\n\r\n")
        );

        Assert.Equal(["M", "F0:20", "F1:8", "M", "M"], ReadAll(bytes, out var reader));
        Assert.Equal(0, reader.Skipped);
    }

    [Fact]
    public void TryRead_ByteByByte_GivesTheSame()
    {
        var bytes = Concat(Text(Answer), Frame(0, 20), Text(Answer), Frame(200, 0), Frame(3, 65_535));
        var reader = new RtspStreamReader();
        var found = new List<string>();
        var start = 0;
        for (var end = 1; end <= bytes.Length; end++)
        {
            var sequence = new ReadOnlySequence<byte>(bytes, start, end - start);
            while (Next(reader, ref sequence) is { } item)
            {
                found.Add(item);
            }

            start = end - (int)sequence.Length;
        }

        Assert.Equal(["M", "F0:20", "M", "F200:0", "F3:65535"], found);
    }

    [Fact]
    public void Reolink_RLC810A_bad_framing_at_start_IsSkipped()
    {
        var bytes = Concat([0x80, 0x60, 0x24, 0x99, 0xFF, 0xFF, 1, 2, 3], Text(Answer), Frame(0, 100));

        Assert.Equal(["M", "F0:100"], ReadAll(bytes, out var reader));
        Assert.Equal((9, 1), (reader.Skipped, reader.LostSync));
    }

    [Fact]
    public void TryRead_FramingLost_FindsTheNextPlausibleFrame()
    {
        var junk = new byte[500];
        Random.Shared.NextBytes(junk);
        for (var i = 0; i < junk.Length; i++)
        {
            junk[i] = junk[i] is (byte)'$' or (byte)'R' or (byte)'\r' or (byte)'\n' ? (byte)1 : junk[i];
        }

        junk[0] = 1;
        junk[100] = (byte)'$'; // a dollar sign in the data: the next "frame" does not end where another begins
        junk[101] = 0;
        junk[102] = 0;
        junk[103] = 50;

        Assert.Equal(["M", "F0:40", "F1:20"], ReadAll(Concat(Text(Answer), junk, Frame(0, 40), Frame(1, 20)), out var reader));
        Assert.Equal(junk.Length, reader.Skipped);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [InlineData("220 mail ready\r\n")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0046")]
    public void TryRead_AnotherProtocol_SaysSo(string greeting)
    {
        var sequence = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(greeting));

        Assert.Equal(RtspReadVerdict.NotRtsp, new RtspStreamReader().TryRead(ref sequence, out _, out _, out _));
    }

    [Fact]
    public void TryRead_EndlessJunk_GivesUp()
    {
        var junk = new byte[RtspStreamReader.MaxSkippedInARow + 2];
        Array.Fill(junk, (byte)7);
        var neverSpoke = new ReadOnlySequence<byte>(junk);
        Assert.Equal(RtspReadVerdict.NotRtsp, new RtspStreamReader().TryRead(ref neverSpoke, out _, out _, out _));

        var spoke = new ReadOnlySequence<byte>(Concat(Text(Answer), junk));
        var reader = new RtspStreamReader();
        Assert.Equal(RtspReadVerdict.Message, reader.TryRead(ref spoke, out _, out _, out _));
        Assert.Equal(RtspReadVerdict.OutOfSync, reader.TryRead(ref spoke, out _, out _, out _));
    }

    [Theory]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: 1e3\r\n\r\n")]
    public void TryRead_ImpossibleLength_IsABadMessage(string text)
    {
        var sequence = new ReadOnlySequence<byte>(Text(text));

        Assert.Equal(RtspReadVerdict.BadMessage, new RtspStreamReader().TryRead(ref sequence, out _, out _, out _));
    }

    [Fact]
    public void TryRead_TooMuchHead_IsABadMessage()
    {
        var many = "RTSP/1.0 200 OK\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", TextMessageReader.MaxHeaders + 1));
        var longLine = "RTSP/1.0 200 OK\r\nA: " + new string('x', TextMessageReader.MaxHeadLength);
        foreach (var text in new[] { many, longLine })
        {
            var sequence = new ReadOnlySequence<byte>(Text(text));
            Assert.Equal(RtspReadVerdict.BadMessage, new RtspStreamReader().TryRead(ref sequence, out _, out _, out _));
        }
    }

    [Fact]
    public void TryRead_OddHeaders_AreRead()
    {
        var sequence = new ReadOnlySequence<byte>(
            Text("RTSP/1.0  401 \ncseq:  7 \nWWW-Authenticate: Digest\n realm=\"x\"\nnonsense\nwww-authenticate: Basic  \n\n")
        );

        Assert.Equal(RtspReadVerdict.Message, new RtspStreamReader().TryRead(ref sequence, out _, out _, out var message));
        Assert.NotNull(message);
        var response = RtspResponse.From(message);
        Assert.Equal((401, "", 7), (response?.Status, response?.Reason, response?.Sequence));
        Assert.Equal(["Digest realm=\"x\"", "Basic"], message.Headers.FindAll("WWW-Authenticate"));
    }

    [Theory, MemberData(nameof(CrashCorpus.Rows), "rtsp", MemberType = typeof(CrashCorpus))]
    public void TryRead_OldCrasher_GivesVerdicts(string file) => AssertEnds(CrashCorpus.Read("rtsp", file));

    [Property(MaxTest = 2_000)]
    public void TryRead_AnyBytes_GivesVerdicts(byte[] input) => AssertEnds(input);

    [Property(MaxTest = 2_000)]
    public void TryRead_AnyMixOfPieces_GivesVerdicts(byte[] picks)
    {
        byte[][] pieces =
        [
            Text(Answer),
            Frame(0, 12),
            Text("$"),
            Text("\r\n"),
            Text("RTSP/1.0 200 OK\r\n"),
            Text("Content-Length: 5\r\n\r\n"),
            Text("OPTIONS"),
            [0x24, 0x00, 0xFF],
            Text("R"),
            [0],
        ];
        AssertEnds([.. picks.SelectMany(pick => pieces[pick % pieces.Length])]);
    }

    [Property(MaxTest = 500)]
    public void RtspHeaders_AnyText_NeverThrow(string text)
    {
        _ = RtspTransportHeader.Parse(text ?? string.Empty);
        _ = AuthenticationChallenge.Parse([text ?? string.Empty]);
        _ = SpropParameterSets.TryRead(text, out _, out _);
        _ = RtspResponse.From(new TextMessage("RTSP/1.0 " + text, [], default));
    }

    [Property(MaxTest = 2_000)]
    public void Normalize_AnyPacket_StaysInside(byte[] payload)
    {
        // Zeros and ones make start codes likely.
        byte[] packet = [0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 1, .. payload.Select(b => (byte)(b % 3))];
        var length = AnnexBPayload.Normalize(packet);

        Assert.InRange(length, 12, packet.Length);
    }

    private static void AssertEnds(byte[] input)
    {
        var reader = new RtspStreamReader();
        var sequence = new ReadOnlySequence<byte>(input);
        while (true)
        {
            var before = sequence.Length;
            var verdict = reader.TryRead(ref sequence, out _, out _, out _);
            if (verdict is not (RtspReadVerdict.Frame or RtspReadVerdict.Message))
            {
                Assert.True(sequence.Length <= before);
                return;
            }

            Assert.True(sequence.Length < before);
        }
    }

    private static List<string> ReadAll(byte[] bytes, out RtspStreamReader reader)
    {
        reader = new RtspStreamReader();
        var sequence = new ReadOnlySequence<byte>(bytes);
        var found = new List<string>();
        while (Next(reader, ref sequence) is { } item)
        {
            found.Add(item);
        }

        return found;
    }

    private static string? Next(RtspStreamReader reader, ref ReadOnlySequence<byte> sequence) =>
        reader.TryRead(ref sequence, out var channel, out var payload, out _) switch
        {
            RtspReadVerdict.Frame => $"F{channel}:{payload.Length}",
            RtspReadVerdict.Message => "M",
            _ => null,
        };

    private static byte[] Frame(byte channel, int length)
    {
        var frame = new byte[4 + length];
        frame[0] = (byte)'$';
        frame[1] = channel;
        frame[2] = (byte)(length >> 8);
        frame[3] = (byte)length;
        return frame;
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
