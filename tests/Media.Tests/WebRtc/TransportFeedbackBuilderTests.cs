using Command.Media.WebRtc;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

public sealed class TransportFeedbackBuilderTests
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>Timestamps in one quarter of a millisecond.</summary>
    private long Quarter => _time.TimestampFrequency / 4_000;

    [Fact]
    public void TryWrite_ThreeArrivalsAndALoss_HasTheDraftsLayout()
    {
        var builder = new TransportFeedbackBuilder(_time);
        builder.OnPacket(0xFFFF, 1_000 * Quarter);
        builder.OnPacket(0, 1_004 * Quarter);
        builder.OnPacket(2, 1_404 * Quarter);
        var packet = new byte[TransportFeedbackBuilder.MaximumLength];
        Assert.True(builder.TryWrite(packet, 0x11111111, 0x22222222, out var length));
        // Four numbers from 65535 on, reference 1 × 64 ms, feedback 0; one vector of two-bit symbols 1 1 0 2; deltas 0, 4 and 400.
        Assert.Equal("AFCD00061111111122222222FFFF000400000100D480000401900002", Convert.ToHexString(packet[..length]));
        Assert.False(builder.TryWrite(packet, 1, 2, out _));
    }

    [Fact]
    public void TryWrite_LongRuns_ArePackedAsRuns()
    {
        var builder = new TransportFeedbackBuilder(_time);
        for (var i = 0; i < 100; i++)
        {
            builder.OnPacket((ushort)i, i * Quarter);
        }
        builder.OnPacket(1_200, 200 * Quarter);
        var packet = new byte[TransportFeedbackBuilder.MaximumLength];
        Assert.True(builder.TryWrite(packet, 1, 2, out var length));
        // A hundred small ones, 1,100 lost, one small one.
        Assert.Equal("2064044C2001", Convert.ToHexString(packet[20..26]));
        Assert.Equal(20 + 6 + 101 + 1, length);
        Assert.Equal(1_201, TransportFeedbackReader.Read(packet.AsSpan(0, length)).Statuses.Count);
    }

    [Fact]
    public void TryWrite_LatePacket_IsReportedAgainWithWhatFollowed()
    {
        var builder = new TransportFeedbackBuilder(_time);
        builder.OnPacket(10, 0);
        builder.OnPacket(12, 8 * Quarter);
        Assert.Equal([(10, true), (11, false), (12, true)], Drain(builder));
        builder.OnPacket(11, 9 * Quarter);
        builder.OnPacket(11, 10 * Quarter);
        Assert.Equal([(11, true), (12, true)], Drain(builder));
        builder.OnPacket(13, 11 * Quarter);
        Assert.Equal([(13, true)], Drain(builder));
    }

    [Fact]
    public void TryWrite_SecondsApart_BeginsAnotherPacketWithItsOwnReference()
    {
        var builder = new TransportFeedbackBuilder(_time);
        builder.OnPacket(1, 0);
        builder.OnPacket(2, 40_000 * Quarter);
        var packet = new byte[TransportFeedbackBuilder.MaximumLength];
        Assert.True(builder.TryWrite(packet, 1, 2, out var length));
        Assert.Single(TransportFeedbackReader.Read(packet.AsSpan(0, length)).Statuses);
        Assert.True(builder.TryWrite(packet, 1, 2, out length));
        var second = TransportFeedbackReader.Read(packet.AsSpan(0, length));
        Assert.Equal(1, second.Count);
        Assert.Equal(40_256, Assert.Single(second.Statuses).Ticks);
        Assert.False(builder.HasNews);
    }

    [Fact]
    public void OnPacket_GapBeyondMemory_ReportsOnlyWhatIsRemembered()
    {
        var builder = new TransportFeedbackBuilder(_time);
        builder.OnPacket(0, 0);
        builder.OnPacket(30_000, Quarter);
        var statuses = Drain(builder);
        Assert.Equal(TransportFeedbackBuilder.Remembered, statuses.Count);
        Assert.Equal((30_000, true), statuses[^1]);
        Assert.Single(statuses, status => status.Arrived);
    }

    /// <summary>Whatever arrives in whatever order: every number is told once as what it was, times are exact to a quarter of a millisecond.</summary>
    [Property(MaxTest = 300)]
    public void TryWrite_AnyArrivals_AnIndependentReaderSeesThem(ushort first, (byte Kind, ushort Value)[] steps, byte perReport)
    {
        var builder = new TransportFeedbackBuilder(_time);
        var truth = new Dictionary<long, long>();
        var seen = new Dictionary<long, long?>();
        var packet = new byte[TransportFeedbackBuilder.MaximumLength];
        long newest = first;
        long now = 0;
        var reports = 0;
        var step = 0;
        Arrive(newest);
        foreach (var (kind, value) in steps.SelectMany(item => Enumerable.Repeat(item, 5)))
        {
            now += value % 7 == 0 ? value * Quarter / 3 : value % 40 * Quarter / 3;
            var number = (kind % 8) switch
            {
                0 => newest - (value % 20),
                1 => newest + 1 + (value % 30),
                _ => newest + 1,
            };
            newest = Math.Max(newest, number);
            Arrive(number);
            if (++step % (1 + (perReport % 60)) == 0)
            {
                Report();
            }
        }
        Report();
        foreach (var (number, arrival) in truth)
        {
            Assert.True(seen.TryGetValue(number, out var told) && told is not null, $"{number} was not told");
            Assert.Equal((arrival / Quarter) + 256, told);
        }
        for (var number = truth.Keys.Min(); number <= newest; number++)
        {
            Assert.True(seen.ContainsKey(number));
            Assert.Equal(truth.ContainsKey(number), seen[number] is not null);
        }

        void Arrive(long number)
        {
            if (number >= first)
            {
                truth.TryAdd(number, now);
                builder.OnPacket((ushort)number, now);
            }
        }

        void Report()
        {
            while (builder.TryWrite(packet, 1, 2, out var length))
            {
                Assert.Equal(0, length % 4);
                Assert.InRange(length, 24, TransportFeedbackBuilder.MaximumLength);
                var read = TransportFeedbackReader.Read(packet.AsSpan(0, length));
                Assert.Equal((byte)reports++, read.Count);
                foreach (var (sequence, ticks) in read.Statuses)
                {
                    var number = newest + (short)(sequence - (ushort)newest);
                    seen[number] = ticks;
                }
            }
        }
    }

    private static List<(int Sequence, bool Arrived)> Drain(TransportFeedbackBuilder builder)
    {
        var packet = new byte[TransportFeedbackBuilder.MaximumLength];
        var statuses = new List<(int, bool)>();
        while (builder.TryWrite(packet, 1, 2, out var length))
        {
            statuses.AddRange(
                TransportFeedbackReader
                    .Read(packet.AsSpan(0, length))
                    .Statuses.Select(status => ((int)status.Sequence, status.Ticks is not null))
            );
        }
        return statuses;
    }
}
