using Command.Media.Hub;
using Command.Media.Tests.Hub;
using Command.Media.WebRtc;
using Command.TestKit;

namespace Command.Media.Tests.WebRtc;

public sealed class OutboundTrackTests
{
    [Fact]
    public void Send_FirstPacket_LeavesRoomBeforeTheFirstRollOver()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Video], new NoFeedback());
        Publish(publisher, fixture, 100);
        var sender = new FakePeerSender();
        for (var viewer = 0u; viewer < 64; viewer++)
        {
            using var track = Track(publisher, viewer);
            track.Send(sender);
        }
        Assert.Equal(64, sender.Packets.Count);
        Assert.All(sender.Packets, packet => Assert.InRange(packet.Sequence, 0, short.MaxValue));
    }

    [Fact]
    public void Send_PacketThatNoPathCarries_IsSkippedAndCounted()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Audio], new NoFeedback());
        var sender = new FakePeerSender();
        using var track = Track(publisher, 1);
        Publish(publisher, fixture, 160);
        Publish(publisher, fixture, 9_000);
        Publish(publisher, fixture, 160);
        track.Send(sender);
        Assert.Equal([160, 160], sender.Packets.Select(packet => packet.Payload.Length));
        Assert.Equal(1, track.Skipped);
    }

    private static OutboundTrack Track(StreamPublisher publisher, uint ssrc) =>
        new(
            publisher.Stream.Tracks[0],
            new NegotiatedTrack(0, "0", 120, null, ssrc, 0, "command"),
            new CountingSignal(),
            TimeProvider.System
        );

    private static void Publish(StreamPublisher publisher, PacketPoolFixture fixture, int length)
    {
        var packet = RtpBuilder.Packet(fixture.Pool, new byte[length], 3_600, marker: true, startsKeyFrame: true);
        publisher.Tracks[0].Publish(packet);
        packet.Release();
    }
}
