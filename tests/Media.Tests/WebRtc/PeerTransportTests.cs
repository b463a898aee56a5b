using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Command.Media.Stun;
using Command.Media.Transport;
using Command.Media.WebRtc;
using Command.Tools.LightClient;

namespace Command.Media.Tests.WebRtc;

public sealed class PeerTransportTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(new[] { 1, 7 }, 7)]
    [InlineData(new[] { 1 }, 1)]
    public async Task Connect_EitherProfile_PacketsArriveInClear(int[] offered, int chosen)
    {
        await using var harness = new PeerTransportHarness();
        await using var client = new LightWebRtcClient(new LightClientOptions { SrtpProfiles = offered, Audio = false });
        var received = new ConcurrentQueue<byte[]>();
        client.OnPacket = (in packet) => received.Enqueue(packet.Payload.ToArray());
        var (transport, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.Connected.Task.WaitAsync(Deadline, Cancellation);
        Assert.Equal((chosen, chosen), (client.SrtpProfileId, transport.Profile!.Id));
        Assert.Equal(PeerTransportState.Connected, transport.State);
        Assert.True(harness.Sink.IceConnected);

        var sent = Enumerable.Range(0, 120).Select(i => Payload(i, i % 11 == 10 ? 300 : 1_100)).ToList();
        for (var i = 0; i < sent.Count; i++)
        {
            PeerTransportHarness.Send(transport, (ushort)(65_500 + i), sent[i]);
            if (i % 11 == 10)
            {
                transport.Flush();
            }
        }

        transport.SendRtcp([0x80, 200, 0, 1, 0, 0, 0, 77]);
        transport.Flush();
        await PeerTransportHarness.Until(() => received.Count == sent.Count && client.RtcpPackets == 1);
        Assert.Equal(sent, received);
        Assert.Equal(0, client.BadPackets);
        Assert.Equal([0x80, 201], (await harness.Sink.FirstRtcp.Task.WaitAsync(Deadline, Cancellation))[..2]);
        transport.Close("test");
    }

    [Fact]
    public async Task Start_AfterClose_LeavesNothingBehind()
    {
        await using var harness = new PeerTransportHarness();
        var options = new PeerTransportOptions { RemoteUfrag = "peer", RemoteFingerprints = [harness.Services.Certificate.Fingerprint] };
        await using var transport = new PeerTransport(harness.Services, options);
        transport.Close("stream-ended");
        transport.Start(harness.Sink);
        Assert.True(harness.Mux.TryRegister(transport.Local.Ufrag, transport));
    }

    [Fact]
    public async Task OnStun_AddressOfAnotherPeer_IsNotAnswered()
    {
        await using var harness = new PeerTransportHarness();
        var (first, _) = harness.Accept(Offers.Chromium);
        var (second, _) = harness.Accept(Offers.Chromium);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, harness.Mux.Port), Cancellation);
        var answer = new byte[512];

        socket.Send(Check(first, "first-check1"u8));
        socket.Receive(answer);
        socket.Send(Check(second, "second-check"u8));
        socket.Send(Check(first, "first-check2"u8));

        // The next answer is to the first peer's second check: the one between stayed without.
        Assert.Equal(StunParseError.None, StunMessage.TryParse(answer.AsSpan(0, socket.Receive(answer)), out var message));
        Assert.Equal("first-check2"u8, message.TransactionId);
        Assert.Equal((PeerTransportState.Checking, PeerTransportState.New), (first.State, second.State));
        Assert.Null(second.RemoteAddress);
        first.Close("test");
        second.Close("test");
    }

    private static byte[] Check(PeerTransport transport, ReadOnlySpan<byte> transaction)
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunClass.Request, StunMessage.BindingMethod, transaction);
        writer.Add(StunAttribute.Username, Encoding.UTF8.GetBytes($"{transport.Local.Ufrag}:8hhY"));
        writer.Add(StunAttribute.Priority, 1u);
        writer.AddMessageIntegrity(transport.Local.Key);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    [Fact]
    public async Task Client_SaysGoodbye_ClosesThePeer()
    {
        await using var harness = new PeerTransportHarness();
        var client = new LightWebRtcClient();
        var (transport, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.Connected.Task.WaitAsync(Deadline, Cancellation);
        await client.DisposeAsync();
        Assert.Equal(PeerCloseReason.PeerClosed, await harness.Sink.Closed.Task.WaitAsync(Deadline, Cancellation));
        Assert.Equal(PeerTransportState.Closed, transport.State);
        Assert.Equal(0, harness.Mux.AddressCount);
    }

    [Fact]
    public async Task Close_ByTheOwner_SaysGoodbyeToTheClient()
    {
        await using var harness = new PeerTransportHarness();
        await using var client = new LightWebRtcClient();
        var (transport, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.Connected.Task.WaitAsync(Deadline, Cancellation);
        transport.Close("right-ended");
        transport.Close("a later reason");
        Assert.Equal("close_notify", await client.Ended.WaitAsync(Deadline, Cancellation));
        Assert.Equal(("right-ended", "right-ended"), (transport.CloseReason, await harness.Sink.Closed.Task));
        PeerTransportHarness.Send(transport, 1, [1, 2, 3]);
        transport.Flush();
        Assert.False(transport.IsConnected);
    }

    [Fact]
    public async Task CheckTimeouts_PeerThatNeverComes_ClosesAfterFifteenSeconds()
    {
        await using var harness = new PeerTransportHarness();
        var (transport, _) = harness.Accept(Offers.Chromium);
        harness.Time.Advance(TimeSpan.FromSeconds(14.9));
        transport.CheckTimeouts(harness.Time.GetTimestamp());
        Assert.Equal(PeerTransportState.New, transport.State);
        harness.Time.Advance(TimeSpan.FromSeconds(0.2));
        transport.CheckTimeouts(harness.Time.GetTimestamp());
        Assert.Equal(PeerCloseReason.NeverConnected, transport.CloseReason);
    }

    [Fact]
    public async Task CheckTimeouts_ClientThatHangsAfterTheHandshake_ClosesAfterThreeSeconds()
    {
        await using var harness = new PeerTransportHarness();
        await using var client = new LightWebRtcClient(new LightClientOptions { Reports = false });
        var (transport, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.Connected.Task.WaitAsync(Deadline, Cancellation);
        harness.Time.Advance(TimeSpan.FromSeconds(2.9));
        transport.CheckTimeouts(harness.Time.GetTimestamp());
        Assert.Equal(PeerTransportState.Connected, transport.State);
        harness.Time.Advance(TimeSpan.FromSeconds(0.2));
        transport.CheckTimeouts(harness.Time.GetTimestamp());
        Assert.Equal(PeerCloseReason.SilentAfterHandshake, transport.CloseReason);
    }

    [Fact]
    public async Task CheckTimeouts_ClientThatVanished_ClosesAfterThirtySeconds()
    {
        await using var harness = new PeerTransportHarness();
        await using var client = new LightWebRtcClient();
        var (transport, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.FirstRtcp.Task.WaitAsync(Deadline, Cancellation);
        harness.Time.Advance(TimeSpan.FromSeconds(29));
        transport.CheckTimeouts(harness.Time.GetTimestamp());
        Assert.Equal(PeerTransportState.Connected, transport.State);
        await client.VanishAsync();
        await PeerTransportHarness.Until(() =>
        {
            harness.Time.Advance(TimeSpan.FromSeconds(31));
            transport.CheckTimeouts(harness.Time.GetTimestamp());
            return transport.State == PeerTransportState.Closed;
        });
        Assert.Equal(PeerCloseReason.ConsentExpired, transport.CloseReason);
    }

    [Fact]
    public async Task Handshake_CertificateOfAnotherOffer_Fails()
    {
        await using var harness = new PeerTransportHarness();
        var fingerprint = string.Join(':', Enumerable.Repeat("00", 32));
        await using var client = new LightWebRtcClient(new LightClientOptions { FalseFingerprint = fingerprint });
        var (_, answer) = harness.Accept(client.Offer);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation)
        );
        Assert.Equal(PeerCloseReason.HandshakeFailed, await harness.Sink.Closed.Task.WaitAsync(Deadline, Cancellation));
    }

    [Fact]
    public async Task OnDtls_FromAnAddressThatProvedNothing_IsDropped()
    {
        await using var harness = new PeerTransportHarness();
        var (transport, _) = harness.Accept(Offers.Chromium);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await stranger.ConnectAsync(new IPEndPoint(IPAddress.Loopback, harness.Mux.Port), Cancellation);
        byte[] hello = [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
        await stranger.SendAsync(hello, Cancellation);
        await PeerTransportHarness.Until(() => harness.Mux.Counters.Read(UdpMuxCounters.Count.UnknownAddress) == 1);
        Assert.Equal(PeerTransportState.New, transport.State);
    }

    [Fact]
    public async Task Connect_EveryFifthHandshakeDatagramLost_StillConnects()
    {
        await using var harness = new PeerTransportHarness();
        var count = 0;
        await using var client = new LightWebRtcClient(
            new LightClientOptions { LoseDtls = () => Interlocked.Increment(ref count) % 5 == 0 }
        );
        var (_, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.Connected.Task.WaitAsync(Deadline, Cancellation);
    }

    [Fact]
    public async Task Send_InTheSteadyState_AllocatesNothing()
    {
        await using var harness = new PeerTransportHarness();
        await using var client = new LightWebRtcClient();
        var (transport, answer) = harness.Accept(client.Offer);
        await client.ConnectAsync(answer, Cancellation).WaitAsync(Deadline, Cancellation);
        await harness.Sink.Connected.Task.WaitAsync(Deadline, Cancellation);
        var allocated = Measure(transport, Payload(1, 1_100));
        Assert.True(allocated < 1_024, $"{allocated} bytes for 10,000 packets");
    }

    private static long Measure(PeerTransport transport, byte[] payload)
    {
        Run(0, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(100, 1_000);
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Run(int from, int frames)
        {
            for (var frame = from; frame < from + frames; frame++)
            {
                for (var i = 0; i < 10; i++)
                {
                    PeerTransportHarness.Send(transport, (ushort)((frame * 10) + i), payload, marker: i == 9);
                }

                transport.SendRtcp([0x80, 200, 0, 1, 0, 0, 0, 77]);
                transport.Flush();
            }
        }
    }

    private static byte[] Payload(int seed, int length)
    {
        var payload = new byte[length];
        new Random(seed).NextBytes(payload);
        return payload;
    }
}
