using System.Net;
using System.Net.Sockets;
using System.Text;
using Command.Media.Stun;
using Command.Media.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Count = Command.Media.Transport.UdpMuxCounters.Count;

namespace Command.Media.Tests.Transport;

[Collection(nameof(RunsAlone))]
public sealed class UdpMuxTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispatch_StunByUfragThenMediaByAddress_ReachesThePeer(bool native)
    {
        await using var mux = Mux(native);
        var peer = new Peer(mux);
        Assert.True(mux.TryRegister("ours", peer));
        Assert.False(mux.TryRegister("ours", peer));
        using var client = Client(mux, IPAddress.Loopback);
        client.Send([0x80, 96, 0, 1]); // unknown until a check came from there
        client.Send(Check("ours:theirs"));
        await Until(() => peer.Stun == 1);
        client.Send([0x80, 96, 0, 1]);
        client.Send([0x80, 201, 0, 1]);
        client.Send([22, 254, 253]);
        await Until(() => peer is { Rtp: 1, Rtcp: 1, Dtls: 1 });
        Assert.Equal(1, mux.Counters.Read(Count.UnknownAddress));
        Assert.Equal(0, mux.Counters.Read(Count.Faults));
    }

    [Fact]
    public async Task Dispatch_OverIPv6_ReachesThePeer()
    {
        await using var mux = Mux();
        Assert.SkipUnless(mux.HasIPv6, "This machine has no IPv6.");
        var peer = new Peer(mux);
        mux.TryRegister("ours", peer);
        using var client = Client(mux, IPAddress.IPv6Loopback);
        client.Send(Check("ours:theirs"));
        await Until(() => peer.Stun == 1);
        Assert.Equal(IPAddress.IPv6Loopback, new IPAddress(SocketAddressBytes.Address(peer.From!)));
    }

    [Fact]
    public async Task Dispatch_TenThousandRandomDatagrams_DropsAllWithoutMemory()
    {
        await using var mux = Mux();
        using var client = Client(mux, IPAddress.Loopback);
        var random = new Random(8189);
        var datagram = new byte[1_600];
        var before = 0L;
        for (var i = 0; i < 10_000; i++)
        {
            if (i == 1_000)
            {
                await Until(() => mux.Counters.Read(Count.Received) >= 900);
                before = GC.GetTotalMemory(forceFullCollection: true);
            }

            var length = random.Next(0, datagram.Length);
            random.NextBytes(datagram.AsSpan(0, length));
            if (length > 20 && i % 3 == 0)
            {
                // Every third looks like STUN, DTLS or RTP at its start.
                datagram[0] = (byte)(i % 9) switch
                {
                    0 => 0,
                    3 => 22,
                    _ => 0x80,
                };
                new byte[] { 0x21, 0x12, 0xA4, 0x42 }.CopyTo(datagram, 4);
            }

            client.Send(datagram.AsSpan(0, length));
            if (i % 100 == 0)
            {
                await Task.Yield();
            }
        }

        client.Send([255, 255, 255]);
        await Until(() => mux.Counters.Dropped == mux.Counters.Read(Count.Received) && mux.Counters.Dropped > 5_000);
        Assert.Equal(0, mux.Counters.Read(Count.Faults));
        Assert.Equal(0, mux.AddressCount);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 256 * 1024);
    }

    [Fact]
    public async Task Dispatch_SinkThatThrows_LosesOneDatagramOnly()
    {
        await using var mux = Mux();
        var peer = new Peer(mux) { Throws = true };
        mux.TryRegister("ours", peer);
        using var client = Client(mux, IPAddress.Loopback);
        client.Send(Check("ours:theirs"));
        await Until(() => mux.Counters.Read(Count.Faults) == 1);
        peer.Throws = false;
        client.Send(Check("ours:theirs"));
        await Until(() => peer.Stun == 1);
    }

    [Fact]
    public async Task TryBind_OfAnotherPeerOrBeyondTheTable_IsRefused()
    {
        await using var mux = new UdpMux(
            new UdpMuxOptions { BindAddress = IPAddress.Loopback, MaxAddresses = 3 },
            TimeProvider.System,
            NullLogger<UdpMux>.Instance
        );
        var first = new Peer(mux);
        var second = new Peer(mux);
        Assert.True(mux.TryBind(Address(1), first));
        Assert.True(mux.TryBind(Address(1), first));
        Assert.False(mux.TryBind(Address(1), second));
        Assert.True(mux.TryBind(Address(2), second));
        Assert.True(mux.TryBind(Address(3), second));
        Assert.False(mux.TryBind(Address(4), second));
        mux.Unbind(Address(2), first);
        Assert.Equal(3, mux.AddressCount);
        mux.Unbind(Address(2), second);
        Assert.True(mux.TryBind(Address(4), second));
        Assert.Equal(1, mux.Counters.Read(Count.TableFull));
    }

    [Fact]
    public void Open_TakenPort_Throws()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var options = new UdpMuxOptions { BindAddress = IPAddress.Loopback, Port = ((IPEndPoint)holder.LocalEndPoint!).Port };
        Assert.Throws<SocketException>(() => new UdpMux(options, TimeProvider.System, NullLogger<UdpMux>.Instance));
    }

    private static SocketAddress Address(int port) => new IPEndPoint(IPAddress.Loopback, port).Serialize();

    private static UdpMux Mux(bool native = true)
    {
        var mux = new UdpMux(new UdpMuxOptions { UseNative = native }, TimeProvider.System, NullLogger<UdpMux>.Instance);
        mux.Start();
        return mux;
    }

    private static Socket Client(UdpMux mux, IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(new IPEndPoint(address, mux.Port));
        return socket;
    }

    private static byte[] Check(string userName)
    {
        var buffer = new byte[200];
        var writer = new StunMessageWriter(buffer, StunClass.Request, StunMessage.BindingMethod, new byte[12]);
        writer.Add(StunAttribute.Username, Encoding.UTF8.GetBytes(userName));
        return buffer[..writer.Length];
    }

    private static async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    private sealed class Peer(UdpMux mux) : IDatagramSink
    {
        public volatile bool Throws;
        public volatile int Stun;
        public volatile int Dtls;
        public volatile int Rtp;
        public volatile int Rtcp;

        public SocketAddress? From { get; private set; }

        public void OnStun(in StunMessage message, SocketAddress from, long arrivalTimestamp)
        {
            if (Throws)
            {
                throw new InvalidOperationException("a fault for the test");
            }

            From = SocketAddressBytes.Clone(from);
            Assert.True(mux.TryBind(From, this));
            Stun++;
        }

        public void OnDtls(ReadOnlySpan<byte> datagram) => Dtls++;

        public void OnMedia(Span<byte> datagram, DatagramKind kind, long arrivalTimestamp)
        {
            if (kind == DatagramKind.Rtcp)
            {
                Rtcp++;
            }
            else
            {
                Rtp++;
            }
        }
    }
}
