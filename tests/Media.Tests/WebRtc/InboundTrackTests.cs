using System.Buffers.Binary;
using Command.Media.Codecs;

namespace Command.Media.Tests.WebRtc;

public sealed class InboundTrackTests
{
    [Theory]
    [InlineData(CodecKind.H264, 0.01, 40)]
    [InlineData(CodecKind.H264, 0.05, 40)]
    [InlineData(CodecKind.H264, 0.10, 40)]
    [InlineData(CodecKind.H264, 0.10, 150)]
    [InlineData(CodecKind.Vp8, 0.01, 100)]
    [InlineData(CodecKind.Vp8, 0.05, 100)]
    [InlineData(CodecKind.Vp8, 0.10, 100)]
    public void Receive_RandomLossBothWays_RepairsAllInOrderWithoutAKeyFrame(CodecKind codec, double loss, int roundTrip)
    {
        var random = new Random(4588);
        using var link = new UplinkSimulation(codec, roundTrip)
        {
            // What comes before the first packet nobody can miss, and after the last there is no newer one that shows it.
            LoseMedia = number => number is > 20 and < 4_400 && random.NextDouble() < loss,
            LoseRepair = _ => random.NextDouble() < loss,
            LoseRequest = _ => random.NextDouble() < loss,
        };
        link.Run(30_000);
        Assert.InRange(link.Lost, loss * 4_380 * 0.7, loss * 4_380 * 1.3);
        AssertAllRead(link);
        Assert.Equal(link.Lost, link.Track.Repaired);
        Assert.Equal((0L, 0, 1), (link.Track.GivenUp, link.Publisher.PictureLosses, link.Publisher.KeyFrames));
        Assert.InRange(link.Publisher.Nacked, link.Lost * (1 - (2 * loss)), link.Lost * 1.8);
    }

    [Fact]
    public void Receive_Bursts_RepairsThemInOrder()
    {
        using var link = new UplinkSimulation(CodecKind.H264, roundTrip: 80)
        {
            // Forty packets, a quarter of a second, every five seconds.
            LoseMedia = number => number is > 100 and < 4_400 && number % 750 < 40,
        };
        link.Run(30_000);
        Assert.Equal(200, link.Lost);
        AssertAllRead(link);
        Assert.Equal((200L, 0, 1), (link.Track.Repaired, link.Publisher.PictureLosses, link.Publisher.KeyFrames));
        Assert.InRange(link.LongestWait, 250, 450);
    }

    [Fact]
    public void Receive_OvertakenPackets_AreOrderedWithoutARequest()
    {
        using var link = new UplinkSimulation(CodecKind.H264, roundTrip: 40) { Delay = number => number > 0 && number % 3 == 0 ? 7 : 0 };
        link.Run(5_000);
        AssertAllRead(link);
        Assert.Equal((0, 0L, 0), (link.Publisher.Nacked, link.Track.Repaired, link.Publisher.PictureLosses));
    }

    [Fact]
    public void Receive_LossThatIsNeverRepaired_AsksForAKeyFrameUntilItComes()
    {
        using var link = new UplinkSimulation(CodecKind.H264, roundTrip: 50)
        {
            LoseMedia = number => number == 300,
            LoseRepair = _ => true,
        };

        // Every request is lost for a while, those for key frames as well.
        var requests = 0;
        link.LoseRequest = _ => ++requests <= 9;
        link.Run(6_000);
        Assert.Equal((1, 1L, 0L), (link.Lost, link.Track.GivenUp, link.Track.Repaired));
        Assert.Equal((2, 1), (link.Publisher.KeyFrames, link.Publisher.PictureLosses));
        Assert.InRange(link.Track.PictureLosses, 2, 6);
        var gap = Assert.Single(link.Read.Index(), read => read.Item.AfterGap);
        Assert.Equal(300, gap.Index);
        AssertSame([.. link.Publisher.Payloads.Where((_, number) => number != 300)], link);
    }

    [Fact]
    public void Receive_Outage_IsNotAskedForAndStartsAnewWithAKeyFrame()
    {
        using var link = new UplinkSimulation(CodecKind.H264, roundTrip: 50) { LoseMedia = number => number is >= 600 and < 1_400 };
        link.Run(20_000);
        Assert.Equal((800, 0), (link.Lost, link.Publisher.Nacked));
        Assert.Equal((2, 1), (link.Publisher.KeyFrames, link.Publisher.PictureLosses));
        Assert.Equal(link.Publisher.Payloads.Count - 800, link.Read.Count);
        Assert.Single(link.Read, read => read.AfterGap);
    }

    [Fact]
    public void Receive_LongRoundTripAndMuchLoss_GoesOnByKeyFramesOnlyWhereRepairFailed()
    {
        var random = new Random(4585);
        using var link = new UplinkSimulation(CodecKind.Vp8, roundTrip: 400)
        {
            LoseMedia = number => number is > 20 and < 8_800 && random.NextDouble() < 0.1,
            LoseRepair = _ => random.NextDouble() < 0.1,
            LoseRequest = _ => random.NextDouble() < 0.1,
        };
        link.Run(60_000);
        Assert.Equal(link.Lost, link.Track.Repaired + link.Track.GivenUp);
        // Two requests fit into the second; and what is missing when a key frame comes is not waited for any more.
        Assert.InRange(link.Track.GivenUp, 1, link.Lost * 0.25);
        Assert.InRange(link.Publisher.KeyFrames, 2, link.Track.GivenUp + 1);
        Assert.Equal(link.Publisher.Payloads.Count - link.Track.GivenUp, link.Read.Count);
        var numbers = link.Read.Select(read => BinaryPrimitives.ReadInt32BigEndian(read.Payload.AsSpan(read.Payload.Length - 4))).ToList();
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public void RequestKeyFrame_ByAReader_IsAskedAtOnceAndOnlyOnce()
    {
        using var link = new UplinkSimulation(CodecKind.H264, roundTrip: 50);
        link.Run(1_000);
        link.Track.RequestKeyFrame();
        link.Run(1_000);
        Assert.Equal((2, 1, 1L), (link.Publisher.KeyFrames, link.Publisher.PictureLosses, link.Track.PictureLosses));
        AssertAllRead(link);
    }

    [Fact]
    public void ReceiveRepair_OnlyRequestAnswered_MeasuresTheRoundTrip()
    {
        using var link = new UplinkSimulation(CodecKind.H264, roundTrip: 80) { LoseMedia = number => number > 50 && number % 50 == 0 };
        link.Run(10_000);
        Assert.NotNull(link.RoundTrip);
        Assert.InRange(link.RoundTrip.Value.TotalMilliseconds, 80, 84);
    }

    [Fact]
    public void Receive_Vp8_LearnsTheSizeAndPassesPacketsAsTheyAre()
    {
        using var link = new UplinkSimulation(CodecKind.Vp8, roundTrip: 20);
        link.Run(400);
        Assert.Equal((1280, 720), (link.Track.Format.Width, link.Track.Format.Height));
        AssertAllRead(link);
    }

    private static void AssertAllRead(UplinkSimulation link)
    {
        AssertSame(link.Publisher.Payloads, link);
        Assert.DoesNotContain(link.Read, read => read.AfterGap);
    }

    /// <summary>By spans: comparing megabytes one element at a time takes longer than the link.</summary>
    private static void AssertSame(List<byte[]> sent, UplinkSimulation link)
    {
        Assert.Equal(sent.Count, link.Read.Count);
        for (var i = 0; i < sent.Count; i++)
        {
            Assert.True(link.Read[i].Payload.AsSpan().SequenceEqual(sent[i]), $"packet {i} of {sent.Count} differs");
        }
    }
}
