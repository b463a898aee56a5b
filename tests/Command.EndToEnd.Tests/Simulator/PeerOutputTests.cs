using System.Net;
using System.Net.Sockets;
using Command.Tools.Simulator.Rtsp;
using Command.Tools.Simulator.Streaming;

namespace Command.EndToEnd.Tests.Simulator;

public sealed class PeerOutputTests
{
    [Fact]
    public async Task TryWrite_ClientThatDoesNotRead_IsRefusedWholeFramesAndGetsTheOthersWhole()
    {
        const int FrameLength = 50_000;
        var cancellationToken = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        using var server = await listener.AcceptSocketAsync(cancellationToken);
        server.Blocking = false;
        var output = new PeerOutput(server);

        var accepted = new List<byte>();
        for (byte frame = 0; output.Refused < 10; frame++)
        {
            if (output.TryWrite(Enumerable.Repeat(frame, FrameLength).ToArray()))
            {
                accepted.Add(frame);
            }

            Assert.True(frame < byte.MaxValue, "nothing was ever refused");
        }

        var received = new MemoryStream();
        var piece = new byte[65536];
        while (received.Length < (long)accepted.Count * FrameLength)
        {
            received.Write(piece.AsSpan(0, await client.GetStream().ReadAsync(piece, cancellationToken)));
            _ = output.TryWrite([]); // the next frame would push the rest out; an empty one does too
        }

        Assert.Equal(accepted.SelectMany(frame => Enumerable.Repeat(frame, FrameLength)), received.ToArray());
    }

    /// <summary>A client that left while a frame was on its way once ended the loop that serves all cameras.</summary>
    [Fact]
    public void TryWrite_ClientGone_DoesNotThrow()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var output = new PeerOutput(socket);
        socket.Dispose();

        Assert.True(output.TryWrite([1, 2, 3]));
    }

    [Fact]
    public void TryTake_AnyBytes_GivesAVerdict()
    {
        var random = new Random(5);
        string[] pieces =
        [
            "DESCRIBE rtsp://h/camera/1/main RTSP/1.0\r\n",
            "CSeq: 1\r\n",
            "\r\n",
            "$\0\0\u0003abc",
            "Content-Length: 5\r\n",
            "Content-Length: -1\r\n",
            ":",
            " ",
        ];
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new List<byte>();
            for (var i = random.Next(8); i >= 0; i--)
            {
                bytes.AddRange(System.Text.Encoding.ASCII.GetBytes(pieces[random.Next(pieces.Length)]));
                bytes.Add((byte)random.Next(256));
                bytes.RemoveAt(bytes.Count - 1 - random.Next(2));
            }

            var request = RtspMessage.TryTake(bytes.ToArray(), out var consumed);
            Assert.InRange(consumed, request is null ? -1 : 1, bytes.Count);
        }
    }

    [Theory]
    [InlineData("rtsp://127.0.0.1:554/camera/7/main", 7, true, null)]
    [InlineData("rtsp://127.0.0.1/camera/7/sub/trackID=1", 7, false, 1)]
    [InlineData("/camera/8/sub/trackID=0/?x=y", 8, false, 0)]
    public void TryParse_Addresses_AreUnderstood(string uri, int camera, bool isMain, int? track) =>
        Assert.Equal(new CameraPath(camera, isMain, track), CameraPath.TryParse(uri, 8));

    [Theory]
    [InlineData("rtsp://h/camera/9/main")]
    [InlineData("rtsp://h/camera/0/main")]
    [InlineData("rtsp://h/camera/8/sub/trackID=1")]
    [InlineData("rtsp://h/camera/1/third")]
    [InlineData("rtsp://h/")]
    [InlineData("*")]
    public void TryParse_OtherAddresses_AreNone(string uri) => Assert.Null(CameraPath.TryParse(uri, 8));

    [Theory]
    [InlineData("RTP/AVP/TCP;unicast;interleaved=2-3", true, 2, 3)]
    [InlineData("RTP/AVP/TCP;unicast", true, -1, -1)]
    [InlineData("RTP/AVP;multicast,RTP/AVP/UDP;unicast;client_port=5000-5001", false, 5000, 5001)]
    [InlineData("RTP/AVP;unicast;client_port=5000", false, 5000, 5001)]
    public void Choose_FirstOfferThatCanBeServed_Wins(string header, bool isTcp, int first, int second) =>
        Assert.Equal(new TransportOffer(isTcp, first, second), TransportOffer.Choose(header, true));

    [Theory]
    [InlineData(null)]
    [InlineData("RTP/SAVP;unicast;client_port=1-2")]
    [InlineData("RTP/AVP/TCP;interleaved=256-257")]
    [InlineData("RTP/AVP;unicast;client_port=65535-65536")]
    public void Choose_NothingThatCanBeServed_IsNull(string? header) => Assert.Null(TransportOffer.Choose(header, true));
}
