using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Command.Media.Buffers;
using Command.Media.Ingest;

namespace Command.Media.Tests.Ingest;

public sealed class RtpPortPairSourceTests
{
    [Fact]
    public async Task RunAsync_DatagramOfAnotherHost_IsNotTaken()
    {
        using var pool = new PacketPool();
        using var ports = RtpPortPair.Bind(IPAddress.Loopback, pool, TimeProvider.System, IPAddress.Parse("127.0.0.2"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var taken = Channel.CreateBounded<byte>(8);
        var run = ports.RunAsync(
            (datagram, _) =>
            {
                taken.Writer.TryWrite(datagram.Data[0]);
                datagram.Dispose();
            },
            (_, _) => { },
            stop.Token
        );
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var device = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        var target = new IPEndPoint(IPAddress.Loopback, ports.RtpPort);

        await stranger.SendAsync(new byte[] { 1 }, target, stop.Token);
        await device.SendAsync(new byte[] { 2 }, target, stop.Token);

        Assert.Equal(2, await taken.Reader.ReadAsync(stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), stop.Token));
        await stop.CancelAsync();
        await run;
        Assert.False(taken.Reader.TryRead(out _));
    }
}
