using System.Security.Cryptography;
using Command.Media.Rtcp;
using Command.Media.Srtp;
using Command.Media.Transport;
using Command.Media.WebRtc;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

public sealed class PeerReceiverTests : IDisposable
{
    private static readonly SrtpMasterKey Key = new(
        SrtpProfile.AeadAes128Gcm,
        RandomNumberGenerator.GetBytes(SrtpProfile.KeyLength),
        RandomNumberGenerator.GetBytes(SrtpProfile.AeadAes128Gcm.SaltLength)
    );

    private readonly FakeTimeProvider _time = new();
    private readonly UdpMuxCounters _counters = new();
    private readonly SrtcpContext _peer = new(Key);
    private readonly PeerReceiver _receiver;

    public PeerReceiverTests()
    {
        _receiver = new PeerReceiver(Key, _counters, _time);
    }

    public void Dispose()
    {
        _peer.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public void TryOpen_FloodOfForgeries_IsDroppedUnseenUntilTheSecondIsOver()
    {
        Assert.True(TryOpen(Report()));
        for (var i = 0; i < PeerReceiver.FailuresPerSecond + 1_000; i++)
        {
            Assert.False(TryOpen(Forgery()));
        }
        Assert.Equal(1_000, _counters.Read(UdpMuxCounters.Count.Unchecked));
        Assert.False(TryOpen(Report()));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(TryOpen(Report()));
        Assert.False(TryOpen(Forgery()));
        Assert.True(TryOpen(Report()));
        Assert.Equal(1_001, _counters.Read(UdpMuxCounters.Count.Unchecked));
        Assert.Equal(PeerReceiver.FailuresPerSecond + 1_002, _receiver.Refused);
    }

    [Fact]
    public void TryOpen_ForgeriesNowAndThen_CostThePeerNothing()
    {
        for (var i = 0; i < 10 * PeerReceiver.FailuresPerSecond; i++)
        {
            Assert.False(TryOpen(Forgery()));
            Assert.True(TryOpen(Report()));
            _time.Advance(TimeSpan.FromMilliseconds(25));
        }
        Assert.Equal(0, _counters.Read(UdpMuxCounters.Count.Unchecked));
    }

    private bool TryOpen(byte[] datagram) => _receiver.TryOpen(datagram, DatagramKind.Rtcp, _time.GetTimestamp(), out _);

    private byte[] Report()
    {
        var buffer = new byte[128];
        Assert.True(_peer.TryProtect(buffer, ReceiverReport.Write(buffer, 1), out var written));
        return buffer[..written];
    }

    private byte[] Forgery()
    {
        var forged = Report();
        forged[^6] ^= 1;
        return forged;
    }
}
