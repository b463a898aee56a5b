using Command.Media.Rtp;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.Rtp;

public sealed class ReceptionStatisticsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Rfc3550_A3_Fraction_is_of_the_interval_and_lost_of_all()
    {
        var statistics = new ReceptionStatistics(90_000, _time);
        for (var sequence = 0; sequence < 100; sequence++)
        {
            if (sequence % 4 != 3)
            {
                statistics.Add(sequence, 0, 0, 100);
            }
        }
        statistics.Add(100, 0, 0, 100);
        Assert.Equal(101, statistics.Expected);
        Assert.Equal(25, statistics.Lost);
        Assert.Equal(25 * 256 / 101, statistics.TakeFractionLost());
        statistics.Add(101, 0, 0, 100);
        Assert.Equal(0, statistics.TakeFractionLost());
        Assert.Equal(25, statistics.Lost);
        Assert.Equal(7_700, statistics.Bytes);
    }

    [Fact]
    public void Rfc3550_A8_Jitter_of_even_packets_is_zero_and_of_uneven_ones_converges()
    {
        var even = new ReceptionStatistics(8_000, _time);
        var uneven = new ReceptionStatistics(8_000, _time);
        for (var i = 0; i < 1_000; i++)
        {
            var arrival = Ticks(i * 20);
            // Close to the timestamp's wrap, which must not show.
            var timestamp = unchecked(uint.MaxValue - 1_000 + (uint)(i * 160));
            even.Add(i, timestamp, arrival, 172);
            uneven.Add(i, timestamp, arrival + Ticks(i % 2 == 0 ? 0 : 5), 172);
        }
        Assert.InRange(even.Jitter.TotalMilliseconds, 0, 0.01);
        Assert.InRange(uneven.Jitter.TotalMilliseconds, 4.9, 5.1);
        Assert.InRange(uneven.JitterTicks, 39u, 41u);
    }

    private long Ticks(int milliseconds) => milliseconds * (_time.TimestampFrequency / 1000);
}
