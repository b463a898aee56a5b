using System.Buffers;
using System.Buffers.Binary;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.TestKit;

namespace Command.Media.Tests.Hub;

public sealed class TrackTests
{
    private readonly NoFeedback _feedback = new();
    private long _ticks;

    [Fact]
    public void Subscribe_CachedKeyFrame_StartsThereAndFollows()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 10, packets: 3);
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        Assert.Equal(1, signal.Count);
        Assert.Equal(30, subscription.CachedUntil);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (long)i), ReadAll(subscription));
        PublishPictures(publisher, fixture.Pool, 1, packets: 3, keyEvery: 0);
        Assert.Equal(2, signal.Count);
        Assert.Equal([30L, 31, 32], ReadAll(subscription));
        Assert.Equal(0, subscription.Dropped);
    }

    [Fact]
    public void Subscribe_NextKeyFrame_WaitsForIt()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 5, packets: 2, keyEvery: 5);
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.NextKeyFrame, signal);
        Assert.True(subscription.AwaitingKeyFrame);
        PublishPictures(publisher, fixture.Pool, 2, packets: 2, keyEvery: 0);
        Assert.Empty(ReadAll(subscription));
        PublishPictures(publisher, fixture.Pool, 2, packets: 2, keyEvery: 2);
        Assert.Equal([14L, 15, 16, 17], ReadAll(subscription));
        Assert.False(subscription.AwaitingKeyFrame);
        Assert.Equal(0, subscription.Dropped);
    }

    [Fact]
    public void Publish_Unwatched_KeepsOnlyTheNewestGroupOfPictures()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 60, packets: 4, keyEvery: 20);
        var history = publisher.Stream.Tracks[0].History;
        Assert.Equal(240, history.Head);
        Assert.Equal(160, history.Tail);
        Assert.Equal(80, fixture.Pool.Outstanding);
        // While a key frame arrives, the whole one before it stays.
        Publish(publisher, fixture.Pool, startsKeyFrame: true, marker: false);
        Assert.Equal(160, history.Tail);
        Publish(publisher, fixture.Pool, startsKeyFrame: false, marker: true);
        Assert.Equal(240, history.Tail);
    }

    [Fact]
    public void Publish_Watched_KeepsAMinimumForRetransmission()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        PublishPictures(publisher, fixture.Pool, 400, packets: 1, keyEvery: 10);
        var history = publisher.Stream.Tracks[0].History;
        Assert.Equal(256, history.Head - history.Tail);
        Assert.True(history.TryRead(history.Tail, out var oldest));
        oldest.Release();
        Assert.False(history.TryRead(history.Tail - 1, out _));
        Assert.False(history.TryRead(history.Head, out _));
    }

    [Fact]
    public void Publish_EndlessGroupOfPictures_StaysWithinTheLimits()
    {
        using var pool = new PacketPool();
        using var publisher = Open();
        PublishPictures(publisher, pool, PacketHistory.MaximumPackets, packets: 1, keyEvery: 1_000_000);
        var track = publisher.Stream.Tracks[0];
        Assert.Equal(PacketHistory.MaximumPackets, track.History.Head - track.History.Tail);
        Assert.InRange(track.History.Bytes, 1, PacketHistory.MaximumBytes);
        // One more, and the key frame is gone: without it the rest is of no use to anybody who comes later.
        PublishPictures(publisher, pool, 1, packets: 1, keyEvery: 0);
        Assert.Equal(0, track.History.Head - track.History.Tail);
        Assert.Equal(0, pool.Outstanding);
        using var signal = new CountingSignal();
        using var late = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        Assert.True(late.AwaitingKeyFrame);
        Assert.False(track.TryCopyKeyFrame(new ArrayBufferWriter<byte>(), out _));
    }

    [Fact]
    public void Publish_TwoMegabitsNobodyWatches_StaysWithinItsBudget()
    {
        // 1080p at 2 Mbit/s: 1,200-byte packets, 225 per second, a key frame every two seconds. The goal is 0.65 MiB.
        using var pool = new PacketPool();
        using var publisher = Open();
        long peak = 0;
        for (var i = 0; i < 1_800; i++)
        {
            var packet = RtpBuilder.Packet(pool, new byte[1_188], i / 9 * 3_600, i % 9 == 8, startsKeyFrame: i % 450 == 0);
            publisher.Tracks[0].Publish(packet);
            packet.Release();
            peak = Math.Max(peak, publisher.Stream.Tracks[0].History.Bytes);
        }
        Assert.InRange(peak, 450 * 1_200, 650 * 1_024);
    }

    [Fact]
    public void Publish_HugePackets_StaysWithinTheByteLimit()
    {
        using var pool = new PacketPool();
        using var publisher = Open();
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        for (var i = 0; i < 300; i++)
        {
            var packet = RtpBuilder.Packet(pool, new byte[60_000], i, marker: true, startsKeyFrame: i == 0);
            publisher.Tracks[0].Publish(packet);
            packet.Release();
            Assert.InRange(publisher.Stream.Tracks[0].History.Bytes, 1, PacketHistory.MaximumBytes);
        }
        Assert.Equal(PacketHistory.MaximumBytes / 65_536, pool.Outstanding);
    }

    [Fact]
    public void TryRead_SlowReader_GoesOnAtTheNewestKeyFrame()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 1, packets: 1);
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        Assert.Equal([0L], ReadAll(subscription));
        PublishPictures(publisher, fixture.Pool, 700, packets: 1, keyEvery: 350);
        Assert.True(subscription.TryRead(out var packet, out var index));
        Assert.Equal(351, index);
        Assert.True(packet.StartsKeyFrame);
        Assert.True(packet.Discontinuity);
        packet.Release();
        Assert.Equal(350, subscription.Dropped);
        Assert.True(subscription.TryRead(out packet, out index));
        Assert.Equal(352, index);
        Assert.False(packet.Discontinuity);
        packet.Release();
    }

    [Fact]
    public void TryRead_SlowReaderAndNoKeyFrame_WaitsAndCountsWhatItMissed()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 1, packets: 1);
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.Live, signal);
        PublishPictures(publisher, fixture.Pool, PacketHistory.MaximumPackets + 10, packets: 1, keyEvery: 0);
        Assert.Empty(ReadAll(subscription));
        Assert.True(subscription.AwaitingKeyFrame);
        Assert.Equal(0, subscription.Pending);
        var head = publisher.Stream.Tracks[0].History.Head;
        PublishPictures(publisher, fixture.Pool, 2, packets: 1);
        Assert.Equal(2, subscription.Pending);
        Assert.Equal([head, head + 1], ReadAll(subscription));
        Assert.Equal(head - 1, subscription.Dropped);
    }

    [Fact]
    public void Publish_KeyFrameWithoutItsEnd_IsNotTakenForWhole()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 3, packets: 2);
        Publish(publisher, fixture.Pool, startsKeyFrame: true, marker: false);
        // The end of the key frame is lost; the next picture says so.
        _ticks += 3_600;
        var next = RtpBuilder.Packet(fixture.Pool, RtpBuilder.Slice(), _ticks, marker: true) with { Discontinuity = true };
        publisher.Tracks[0].Publish(next);
        next.Release();
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), ReadAll(subscription));
    }

    [Fact]
    public void Publish_SignalsAtMarkersAndWithinLargePictures()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.Live, signal);
        PublishPictures(publisher, fixture.Pool, 1, packets: 40);
        Assert.Equal(1 + 3, signal.Count);
        PublishPictures(publisher, fixture.Pool, 2, packets: 5, keyEvery: 0);
        Assert.Equal(1 + 3 + 2, signal.Count);
        var audio = publisher.Tracks[1];
        using var sound = publisher.Stream.Tracks[1].Subscribe(SubscriptionStart.CachedKeyFrame, signal);
        for (var i = 0; i < 3; i++)
        {
            var packet = RtpBuilder.Packet(fixture.Pool, new byte[160], i);
            audio.Publish(packet);
            packet.Release();
        }
        Assert.Equal(6 + 1 + 3, signal.Count);
        Assert.Equal([0L, 1, 2], ReadAll(sound));
    }

    [Fact]
    public void TryCopyKeyFrame_WithoutInBandParameterSets_PutsThemFirst()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open(RtpBuilder.Video.WithParameterSets([.. RtpBuilder.Sps], [.. RtpBuilder.Pps]));
        var idr = RtpBuilder.Idr();
        var packet = RtpBuilder.Packet(fixture.Pool, idr, 9_000, marker: true, startsKeyFrame: true);
        publisher.Tracks[0].Publish(packet);
        packet.Release();
        var annexB = new ArrayBufferWriter<byte>();
        Assert.True(publisher.Stream.Tracks[0].TryCopyKeyFrame(annexB, out var time));
        Assert.Equal(9_000, time.Ticks90k);
        Assert.Equal([0, 0, 0, 1, .. RtpBuilder.Sps, 0, 0, 0, 1, .. RtpBuilder.Pps, 0, 0, 0, 1, .. idr], annexB.WrittenSpan.ToArray());
    }

    [Fact]
    public void TryCopyKeyFrame_BrokenWhileArriving_GivesTheOneBefore()
    {
        using var fixture = new PacketPoolFixture();
        using var publisher = Open();
        PublishPictures(publisher, fixture.Pool, 1, packets: 2);
        Publish(publisher, fixture.Pool, startsKeyFrame: true, marker: false);
        Publish(publisher, fixture.Pool, startsKeyFrame: false, marker: true, discontinuity: true);
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        Assert.Equal(0, ReadAll(subscription)[0]);
    }

    [Fact]
    public void Close_Stream_TellsReadersAndLetsEverythingGo()
    {
        using var fixture = new PacketPoolFixture();
        var hub = new MediaHub();
        var publisher = hub.Open("camera/1/main", [RtpBuilder.Video], _feedback);
        PublishPictures(publisher, fixture.Pool, 5, packets: 2);
        using var signal = new CountingSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        publisher.Close("cable cut");
        publisher.Close("later");
        Assert.Equal("cable cut", publisher.Stream.CloseReason);
        Assert.True(publisher.Stream.Ended.IsCancellationRequested);
        Assert.Equal(2, signal.Count);
        Assert.False(subscription.TryRead(out _, out _));
        Assert.Equal(0, fixture.Pool.Outstanding);
        Publish(publisher, fixture.Pool, startsKeyFrame: true, marker: true);
        Assert.Equal(0, fixture.Pool.Outstanding);
        Assert.False(hub.TryFind("camera/1/main", out _));
    }

    [Fact]
    public void Publish_SteadyState_AllocatesNothing()
    {
        using var pool = new PacketPool();
        using var publisher = Open();
        using var signal = new NoSignal();
        using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
        PublishAndRead(publisher, pool, subscription, 2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        PublishAndRead(publisher, pool, subscription, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Publish_ManyReadersOfDifferentSpeed_SeeOrderedWholeStretches()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var pool = new PacketPool();
        const int Packets = 60_000;
        using (var publisher = Open())
        {
            var done = false;
            var readers = Enumerable
                .Range(0, 4)
                .Select(speed =>
                    Task.Run(
                        async () =>
                        {
                            using var signal = new CountingSignal();
                            using var subscription = Subscribe(publisher, SubscriptionStart.CachedKeyFrame, signal);
                            long read = 0;
                            long last = -1;
                            while (!Volatile.Read(ref done) || subscription.Pending > 0)
                            {
                                while (subscription.TryRead(out var packet, out var index))
                                {
                                    // Each packet carries its index: a torn or recycled one would show.
                                    Assert.Equal(index, BinaryPrimitives.ReadInt64BigEndian(packet.Payload));
                                    Assert.True(index == last + 1 || packet.StartsKeyFrame);
                                    Assert.True(last >= 0 || packet.StartsKeyFrame);
                                    last = index;
                                    packet.Release();
                                    if (++read % 64 < speed * 16)
                                    {
                                        await Task.Yield();
                                    }
                                }
                                if (subscription.AwaitingKeyFrame && Volatile.Read(ref done))
                                {
                                    break;
                                }
                                await Task.Yield();
                            }
                            return (read, subscription.Dropped);
                        },
                        cancellationToken
                    )
                )
                .ToArray();
            while (publisher.Stream.SubscriberCount < readers.Length)
            {
                await Task.Yield();
            }
            var payload = new byte[1_000];
            for (var i = 0; i < Packets; i++)
            {
                BinaryPrimitives.WriteInt64BigEndian(payload, i);
                var packet = RtpBuilder.Packet(pool, payload, i / 8, marker: i % 8 == 7, startsKeyFrame: i % 400 == 0);
                publisher.Tracks[0].Publish(packet);
                packet.Release();
            }
            Volatile.Write(ref done, true);
            foreach (var (read, dropped) in await Task.WhenAll(readers))
            {
                Assert.True(read > 0);
                Assert.InRange(read + dropped, read, Packets);
            }
        }
        Assert.Equal(0, pool.Outstanding);
        Assert.Equal(0, pool.OverReturned);
    }

    private static TrackSubscription Subscribe(StreamPublisher publisher, SubscriptionStart start, ITrackSignal signal) =>
        publisher.Stream.Tracks[0].Subscribe(start, signal);

    private static List<long> ReadAll(TrackSubscription subscription)
    {
        var indexes = new List<long>();
        while (subscription.TryRead(out var packet, out var index))
        {
            packet.Release();
            indexes.Add(index);
        }
        return indexes;
    }

    private StreamPublisher Open(TrackFormat? format = null) =>
        new MediaHub().Open("camera/1/main", [format ?? RtpBuilder.Video, RtpBuilder.Audio], _feedback);

    private void PublishPictures(StreamPublisher publisher, PacketPool pool, int pictures, int packets, int keyEvery = 1_000)
    {
        for (var picture = 0; picture < pictures; picture++)
        {
            _ticks += 3_600;
            for (var i = 0; i < packets; i++)
            {
                var starts = i == 0 && keyEvery > 0 && picture % keyEvery == 0;
                Publish(publisher, pool, starts, i == packets - 1);
            }
        }
    }

    private void Publish(StreamPublisher publisher, PacketPool pool, bool startsKeyFrame, bool marker, bool discontinuity = false)
    {
        _ticks += startsKeyFrame ? 1 : 0;
        var packet = RtpBuilder.Packet(pool, RtpBuilder.Idr(), _ticks, marker, startsKeyFrame, discontinuity);
        publisher.Tracks[0].Publish(packet);
        packet.Release();
    }

    private void PublishAndRead(StreamPublisher publisher, PacketPool pool, TrackSubscription subscription, int pictures)
    {
        ReadOnlySpan<byte> payload = stackalloc byte[1_000];
        for (var picture = 0; picture < pictures; picture++)
        {
            _ticks += 3_600;
            for (var i = 0; i < 4; i++)
            {
                var packet = RtpBuilder.Packet(pool, payload, _ticks, marker: i == 3, startsKeyFrame: i == 0 && picture % 50 == 0);
                publisher.Tracks[0].Publish(packet);
                packet.Release();
            }
            while (subscription.TryRead(out var read, out _))
            {
                read.Release();
            }
        }
    }

    private sealed class NoSignal : ITrackSignal, IDisposable
    {
        public void Signal() { }

        public void Dispose() { }
    }
}
