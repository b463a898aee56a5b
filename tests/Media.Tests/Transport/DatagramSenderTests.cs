using System.Net;
using System.Net.Sockets;
using Command.Media.Transport;
using Command.Media.Transport.Native;

namespace Command.Media.Tests.Transport;

public sealed class DatagramSenderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Send_BatchOfRuns_ArrivesAsSeparateDatagramsInOrder(bool segmentation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var receiver = Receiver(out var address);
        var sender = new DatagramSender(socket, segmentation, TimeProvider.System);
        var lengths = Enumerable.Repeat(1_200, 20).Append(700).Concat([90, 90, 1_300, 1_300, 5]).ToArray();
        var batch = sender.Rent();
        for (var i = 0; i < lengths.Length; i++)
        {
            Assert.True(batch.HasRoomFor(lengths[i]));
            batch.Reserve(lengths[i]).Fill((byte)i);
            batch.Commit(lengths[i]);
        }

        sender.Send(batch, address);
        var buffer = new byte[2_000];
        for (var i = 0; i < lengths.Length; i++)
        {
            Assert.Equal(lengths[i], receiver.Receive(buffer));
            Assert.True(buffer.AsSpan(0, lengths[i]).IndexOfAnyExcept((byte)i) < 0, $"datagram {i}");
        }

        Assert.Equal(lengths.Length, sender.Sent);
        Assert.Equal(0, sender.Failed + sender.Dropped);
        Assert.Same(batch, sender.Rent());
        Assert.True(batch.IsEmpty);
    }

    [Fact]
    public void Send_DatagramLargerThanThePathTakes_IsCountedAndTheRestGoes()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var receiver = Receiver(out var address);
        var nowhere = new IPEndPoint(IPAddress.Parse("255.255.255.255"), 9).Serialize(); // no broadcast permission
        var sender = new DatagramSender(socket, allowSegmentation: true, TimeProvider.System);
        foreach (var destination in (SocketAddress[])[nowhere, address])
        {
            SendThree(sender, destination);
        }

        Assert.Equal((3, 3), (sender.Failed, sender.Sent));
        Assert.Equal(100, receiver.Receive(new byte[200]));
    }

    [Fact]
    public void Send_PathWithoutSegmentation_FallsBackAndLeavesTheOthersAlone()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var receiver = Receiver(out var address);
        using var tunnel = Receiver(out var odd);
        var segmented = 0;
        var sender = new DatagramSender(socket, allowSegmentation: true, TimeProvider.System, Send);
        for (var round = 0; round < 2; round++)
        {
            SendThree(sender, odd);
            SendThree(sender, address);
        }

        var buffer = new byte[200];
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal((100, 100), (tunnel.Receive(buffer), receiver.Receive(buffer)));
        }

        Assert.Equal((12, 0, 0), (sender.Sent, sender.Failed, sender.Dropped));
        Assert.Equal(4, segmented);
        Assert.True(sender.UsesSegmentation);

        UdpSegmentation.Result Send(SafeSocketHandle handle, PacketBatch batch, int firstRun, SocketAddress destination, out int sentRuns)
        {
            segmented++;
            sentRuns = 0;
            if (destination.Equals(odd))
            {
                return UdpSegmentation.Result.Unsupported;
            }

            sentRuns = batch.Runs.Length - firstRun;
            for (var sent = 0; sent < batch.Bytes.Length; sent += 100)
            {
                socket.SendTo(batch.Bytes.Slice(sent, 100), SocketFlags.None, destination);
            }

            return UdpSegmentation.Result.Sent;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Send_InTheSteadyState_AllocatesNothing(bool segmentation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var receiver = Receiver(out var address);
        var sender = new DatagramSender(socket, segmentation, TimeProvider.System);
        Run(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 1_024, $"{allocated} bytes for 10,000 datagrams");

        void Run(int batches)
        {
            for (var i = 0; i < batches; i++)
            {
                var batch = sender.Rent();
                for (var packet = 0; packet < 10; packet++)
                {
                    batch.Reserve(1_200);
                    batch.Commit(1_200);
                }

                sender.Send(batch, address);
            }
        }
    }

    private static void SendThree(DatagramSender sender, SocketAddress destination)
    {
        var batch = sender.Rent();
        for (var i = 0; i < 3; i++)
        {
            batch.Reserve(100).Fill(1);
            batch.Commit(100);
        }

        sender.Send(batch, destination);
    }

    private static Socket Receiver(out SocketAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        address = socket.LocalEndPoint!.Serialize(); // bound
        return socket;
    }
}
