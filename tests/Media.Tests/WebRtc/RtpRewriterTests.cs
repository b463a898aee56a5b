using Command.Media.Buffers;
using Command.Media.Time;
using Command.Media.WebRtc;
using FsCheck.Xunit;

namespace Command.Media.Tests.WebRtc;

public sealed class RtpRewriterTests : IDisposable
{
    private readonly PacketPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Next_CachedPictures_AreOneMillisecondApartUpToTheTrueTime()
    {
        // 50 cached pictures of 2 packets, then live ones.
        var rewriter = new RtpRewriter(90_000, 65_500, uint.MaxValue - 1_000, cachedUntil: 100);
        var timestamps = new List<uint>();
        for (var index = 0; index < 110; index++)
        {
            Next(rewriter, index, index / 2 * 3_600, out var sequence, out var timestamp);
            Assert.Equal((ushort)(65_500 + index), sequence);
            Assert.Equal(index >= 99, rewriter.IsLive);
            if (index % 2 == 0)
            {
                timestamps.Add(timestamp);
            }
            else
            {
                Assert.Equal(timestamps[^1], timestamp);
            }
        }
        var steps = timestamps.Zip(timestamps.Skip(1), (before, after) => after - before).ToList();
        Assert.All(steps.Take(49), step => Assert.Equal(90u, step));
        Assert.All(steps.Skip(49), step => Assert.Equal(3_600u, step));
    }

    [Fact]
    public void Next_JoinInTheMiddleOfAPicture_KeepsItsTime()
    {
        var rewriter = new RtpRewriter(90_000, 0, 1_000, cachedUntil: 3);
        Next(rewriter, 0, 0, out _, out _);
        Next(rewriter, 1, 3_600, out _, out _);
        Next(rewriter, 2, 7_200, out _, out var cached);
        Next(rewriter, 3, 7_200, out _, out var live);
        Assert.Equal(cached, live);
        Next(rewriter, 4, 10_800, out _, out var next);
        Assert.Equal(live + 3_600, next);
    }

    [Fact]
    public void Next_GapOrSkip_LeavesOutExactlyOneNumber()
    {
        var rewriter = new RtpRewriter(90_000, 10, 0, cachedUntil: 0);
        Next(rewriter, 5, 0, out var first, out _);
        Next(rewriter, 6, 0, out var second, out _, discontinuity: true);
        Next(rewriter, 7, 0, out var third, out _);
        Next(rewriter, 900, 3_600, out var fourth, out _);
        Assert.Equal([10, 12, 13, 15], [first, second, third, fourth]);
        Assert.True(rewriter.TryFind(10, out var index, out _));
        Assert.Equal(5, index);
        Assert.True(rewriter.TryFind(13, out index, out _));
        Assert.Equal(7, index);
        Assert.True(rewriter.TryFind(15, out index, out _));
        Assert.Equal(900, index);
        Assert.False(rewriter.TryFind(11, out _, out _));
        Assert.False(rewriter.TryFind(14, out _, out _));
        Assert.False(rewriter.TryFind(9, out _, out _));
        Assert.False(rewriter.TryFind(16, out _, out _));
    }

    [Property(MaxTest = 300)]
    public void Next_AnyCourse_FindsEveryPacketWithItsNumbersAndNeverRepeatsOne(int seed, ushort first, uint timestamp)
    {
        var random = new Random(seed);
        var rewriter = new RtpRewriter(random.Next(2) == 0 ? 90_000 : 8_000, first, timestamp, cachedUntil: random.Next(0, 40));
        long index = random.Next(0, 20);
        long time = 0;
        var given = new Dictionary<long, (ushort Sequence, uint Timestamp, long Index, long Time)>();
        for (var i = 0; i < 200; i++)
        {
            var skips = given.Count > 0 && random.Next(30) == 0;
            index += skips ? random.Next(1, 500) : 0;
            time += random.Next(3) == 0 ? 3_600 : 0;
            Next(rewriter, index, time, out var sequence, out var stamp, discontinuity: random.Next(40) == 0);
            Assert.True(given.TryAdd(rewriter.LastSequence, (sequence, stamp, index, time)));
            Assert.Equal(sequence, (ushort)rewriter.LastSequence);
            index++;
        }
        foreach (var (unwrapped, packet) in given.TakeLast(100))
        {
            Assert.True(rewriter.TryFind(packet.Sequence, out var found, out var number));
            Assert.Equal(packet.Index, found);
            Assert.Equal(unwrapped, number);
            Assert.Equal(packet.Timestamp, rewriter.TimestampOf(packet.Index, new MediaTime(packet.Time)));
        }
    }

    private void Next(RtpRewriter rewriter, long index, long ticks, out ushort sequence, out uint timestamp, bool discontinuity = false)
    {
        var packet = RtpBuilder.Packet(_pool, [1], ticks, discontinuity: discontinuity);
        rewriter.Next(packet, index, out sequence, out timestamp);
        packet.Release();
    }
}
