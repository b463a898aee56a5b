using Command.Media.Hub;
using Command.Media.Rtcp;
using Command.Media.Tests.Hub;
using Command.Media.Time;
using Command.Media.WebRtc;
using Command.TestKit;
using Microsoft.Extensions.Time.Testing;

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
            track.Send(sender, TimeProvider.System.GetTimestamp());
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
        track.Send(sender, TimeProvider.System.GetTimestamp());
        Assert.Equal([160, 160], sender.Packets.Select(packet => packet.Payload.Length));
        Assert.Equal(1, track.Skipped);
    }

    [Fact]
    public void Send_CachedPictures_LeaveWithinTheAllowanceAndSoon()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Video], new NoFeedback());
        var time = new FakeTimeProvider();
        PublishPictures(publisher, fixture, 420, startsKeyFrame: true); // 500 KB: two seconds of 2 Mbit/s
        var sender = new FakePeerSender();
        using var track = Track(publisher, 1, time);
        var left = new List<int>();
        for (var before = 0; before < 420; before = sender.Packets.Count)
        {
            while (track.Send(sender, time.GetTimestamp()) == SendTurn.More) { }
            left.Add(sender.Packets.Count - before);
            time.Advance(TimeSpan.FromMilliseconds(5));
        }
        Assert.Equal(1 + (JoinPacer.Burst / 1_200), left[0]);
        Assert.All(left.Skip(1), packets => Assert.InRange(packets, 1, 1 + (JoinPacer.BytesPerSecond / 200 / 1_200)));
        Assert.InRange(left.Count, 4, 9); // 40 ms

        // Live pictures wait for nothing, however large they are.
        PublishPictures(publisher, fixture, 420, startsKeyFrame: false);
        while (track.Send(sender, time.GetTimestamp()) == SendTurn.More) { }
        Assert.Equal(840, sender.Packets.Count);
        Assert.Equal(0, track.Skipped);
    }

    [Fact]
    public void Send_StreamFasterThanThePace_IsNotPacedForEver()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Video], new NoFeedback());
        var time = new FakeTimeProvider();
        PublishPictures(publisher, fixture, 420, startsKeyFrame: true);
        var sender = new FakePeerSender();
        using var track = Track(publisher, 1, time);
        Assert.Equal(SendTurn.HeldBack, Turn());
        time.Advance(JoinPacer.Patience);
        Assert.Equal(SendTurn.Done, Turn());
        Assert.Equal(420, sender.Packets.Count);

        SendTurn Turn()
        {
            SendTurn turn;
            while ((turn = track.Send(sender, time.GetTimestamp())) == SendTurn.More) { }
            return turn;
        }
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(30, 0)]
    [InlineData(-30, 0)]
    public void WriteReport_SourceWhoseReportsContradictArrivals_IsNotBelieved(double skewSeconds, double expectedSeconds)
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Video], new NoFeedback());
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
        var clock = new WallClockMapper();
        clock.OnSenderReport(new MediaTime(-(long)(skewSeconds * 90_000)), time.GetUtcNow(), time.GetUtcNow());
        publisher.Tracks[0].UseWallClock(clock);
        var packet = RtpBuilder.Packet(fixture.Pool, RtpBuilder.Idr(), 0, marker: true, startsKeyFrame: true, arrival: time.GetTimestamp());
        publisher.Tracks[0].Publish(packet);
        packet.Release();
        var sender = new FakePeerSender();
        using var track = Track(publisher, 1, time);
        track.Send(sender, time.GetTimestamp());

        var bytes = new byte[OutboundTrack.MaximumReportLength];
        var length = track.WriteReport(bytes, time.GetTimestamp(), time.GetUtcNow());

        var compound = new RtcpCompound(bytes.AsSpan(0, length));
        Assert.True(compound.TryReadNext(out var first));
        Assert.True(SenderReport.TryRead(first, out var report));
        Assert.Equal(-expectedSeconds, (int)(report.RtpTimestamp - sender.Packets[0].Timestamp) / 90_000.0, 3);
    }

    private static void PublishPictures(StreamPublisher publisher, PacketPoolFixture fixture, int packets, bool startsKeyFrame)
    {
        for (var i = 0; i < packets; i++)
        {
            var packet = RtpBuilder.Packet(
                fixture.Pool,
                new byte[1_200],
                (i / 10 * 3_600) + (startsKeyFrame ? 0 : 1_000_000),
                marker: i % 10 == 9,
                startsKeyFrame: startsKeyFrame && i == 0
            );
            publisher.Tracks[0].Publish(packet);
            packet.Release();
        }
    }

    private static OutboundTrack Track(StreamPublisher publisher, uint ssrc, TimeProvider? time = null) =>
        new(
            publisher.Stream.Tracks[0],
            new NegotiatedTrack(0, "0", 120, null, ssrc, 0, "command"),
            new CountingSignal(),
            time ?? TimeProvider.System
        );

    private static void Publish(StreamPublisher publisher, PacketPoolFixture fixture, int length)
    {
        var packet = RtpBuilder.Packet(fixture.Pool, new byte[length], 3_600, marker: true, startsKeyFrame: true);
        publisher.Tracks[0].Publish(packet);
        packet.Release();
    }
}
