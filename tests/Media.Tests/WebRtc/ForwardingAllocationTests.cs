using Command.Media.Buffers;
using Command.Media.Hub;
using Command.Media.Rtp;
using Command.Media.Tests.Hub;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

public sealed class ForwardingAllocationTests
{
    [Fact]
    public void Forward_OnePacketToManyViewers_AllocatesNothing()
    {
        using var pool = new PacketPool();
        using var publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Video], new NoFeedback());
        var viewers = Enumerable
            .Range(0, 20)
            .Select(i => new OutboundTrack(
                publisher.Stream.Tracks[0],
                new NegotiatedTrack(0, "0", 120, 121, (uint)i, (uint)(i + 1_000), "command"),
                new NoSignal(),
                TimeProvider.System
            ))
            .ToArray();
        var sender = new NullSender();
        Forward(publisher, pool, viewers, sender, 0, 2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Forward(publisher, pool, viewers, sender, 2_000, 5_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(20 * 7_000 * 9, sender.Packets);
        Array.ForEach(viewers, viewer => viewer.Dispose());
    }

    private static void Forward(
        StreamPublisher publisher,
        PacketPool pool,
        OutboundTrack[] viewers,
        NullSender sender,
        int firstPicture,
        int pictures
    )
    {
        ReadOnlySpan<byte> payload = stackalloc byte[1_188];
        for (var picture = firstPicture; picture < firstPicture + pictures; picture++)
        {
            for (var i = 0; i < 9; i++)
            {
                var packet = RtpBuilder.Packet(pool, payload, picture * 3_600L, i == 8, startsKeyFrame: i == 0 && picture % 50 == 0);
                publisher.Tracks[0].Publish(packet);
                packet.Release();
            }
            foreach (var viewer in viewers)
            {
                while (viewer.Send(sender, TimeProvider.System.GetTimestamp()) == SendTurn.More) { }
            }
        }
    }

    private sealed class NoSignal : ITrackSignal
    {
        public void Signal() { }
    }

    private sealed class NullSender : IPeerSender
    {
        private readonly byte[] _room = new byte[1_500];

        public long Packets { get; private set; }

        public bool IsConnected => true;

        public Span<byte> ReserveRtp(int maxLength) => _room.AsSpan(0, maxLength);

        public void CommitRtp(int length)
        {
            Assert.True(length > RtpPacketView.FixedHeaderLength);
            Packets++;
        }

        public void SendRtcp(ReadOnlySpan<byte> compound) { }

        public void Flush() { }
    }
}
