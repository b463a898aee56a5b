using System.Net;
using System.Net.Sockets;
using Command.Media.Ingest;
using Command.TestKit;

namespace Command.Media.Tests.Ingest;

public sealed class RtpPortPairTests
{
    [Fact]
    public async Task RunAsync_DatagramsOnBothPorts_AreDelivered()
    {
        using var fixture = new PacketPoolFixture();
        using var pair = RtpPortPair.Bind(IPAddress.Loopback, fixture.Pool, TimeProvider.System);
        Assert.Equal(0, pair.RtpPort % 2);
        Assert.Equal(pair.RtpPort + 1, pair.RtcpPort);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rtp = new TaskCompletionSource<byte[]>();
        var rtcp = new TaskCompletionSource<byte[]>();
        var run = pair.RunAsync(
            (datagram, _) =>
            {
                rtp.TrySetResult(datagram.Data.ToArray());
                datagram.Dispose();
            },
            (compound, _) => rtcp.TrySetResult(compound.ToArray()),
            stop.Token
        );
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Tapo sends datagrams of up to 10,000 bytes.
        var large = new byte[10_000];
        large[9_999] = 7;
        await peer.SendToAsync(large, SocketFlags.None, new IPEndPoint(IPAddress.Loopback, pair.RtpPort), stop.Token);
        await peer.SendToAsync(new byte[] { 1, 2 }, SocketFlags.None, new IPEndPoint(IPAddress.Loopback, pair.RtcpPort), stop.Token);
        Assert.Equal(large, await rtp.Task.WaitAsync(TimeSpan.FromSeconds(60), stop.Token));
        Assert.Equal([1, 2], await rtcp.Task.WaitAsync(TimeSpan.FromSeconds(60), stop.Token));
        var endPoint = (IPEndPoint)peer.LocalEndPoint!;
        pair.Punch(endPoint, endPoint);
        var received = new byte[64];
        Assert.Equal(12, await peer.ReceiveAsync(received, SocketFlags.None, stop.Token));
        Assert.Equal(8, await peer.ReceiveAsync(received, SocketFlags.None, stop.Token));
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public void Bind_ManyPairs_AreAllDifferent()
    {
        using var fixture = new PacketPoolFixture();
        var pairs = Enumerable.Range(0, 50).Select(_ => RtpPortPair.Bind(IPAddress.Loopback, fixture.Pool, TimeProvider.System)).ToList();
        Assert.Equal(50, pairs.Select(pair => pair.RtpPort).Distinct().Count());
        pairs.ForEach(pair => pair.Dispose());
    }
}
