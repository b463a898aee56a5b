using Command.Media.Rtp;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.Rtp;

public sealed class ReorderBufferTests
{
    [Property(MaxTest = 300)]
    public void TryTake_AnyOrderWithinTheWindow_GivesAllInOrder(int seed, byte count)
    {
        using var fixture = new PacketPoolFixture();
        using var buffer = new ReorderBuffer(window: 8, deadline: 1_000);
        var random = new Random(seed);
        // Each packet is late by at most the window.
        var order = Enumerable.Range(0, count).OrderBy(i => i + random.Next(0, 7)).ToList();
        if (count > 0)
        {
            order.Remove(0);
            order.Insert(0, 0);
        }
        var taken = new List<ushort>();
        foreach (var sequence in order)
        {
            Assert.Equal(
                ReorderVerdict.Taken,
                buffer.Insert(sequence, RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: (ushort)sequence, arrival: 0))
            );
            Take(buffer, 0, taken);
        }
        Assert.Equal(Enumerable.Range(0, count).Select(i => (ushort)i), taken);
    }

    /// <summary>A repaired burst comes in any order before packets that have waited for it.</summary>
    [Property(MaxTest = 200)]
    public void TryTake_BurstFilledInAnyOrder_GivesAllInOrder(int seed, byte lead, byte burst)
    {
        using var fixture = new PacketPoolFixture();
        using var buffer = new ReorderBuffer(window: 100, deadline: 1_000);
        var random = new Random(seed);
        var (first, missing, count) = (lead % 150, 1 + (burst % 40), 250);
        var taken = new List<ushort>();
        var order = Enumerable.Range(0, count).Where(i => i <= first || i > first + missing).ToList();
        // The burst comes while up to fifty later packets wait.
        var repairs = Enumerable.Range(first + 1, missing).OrderBy(_ => random.Next()).ToList();
        order.InsertRange(Math.Min(order.Count, first + 1 + random.Next(1, 50)), repairs);
        foreach (var sequence in order)
        {
            var packet = RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: (ushort)sequence, arrival: 0);
            Assert.Equal(ReorderVerdict.Taken, buffer.Insert(sequence, packet));
            Take(buffer, 0, taken);
        }
        Assert.Equal(Enumerable.Range(0, count).Select(i => (ushort)i), taken);
        Assert.Equal(0, buffer.Waiting);
    }

    [Property(MaxTest = 300)]
    public void TryTake_LossAndDuplicates_NeverGoesBackAndCountsEveryGap(byte[] steps, byte window)
    {
        using var fixture = new PacketPoolFixture();
        using var buffer = new ReorderBuffer(window % 33, deadline: 100);
        long expected = 0;
        long sequence = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            sequence = Math.Max(0, sequence + (steps[i] % 7) - 2);
            var packet = RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: (ushort)sequence, arrival: i * 10);
            var verdict = i == 0 && sequence > 0 ? buffer.Insert(0, packet) : buffer.Insert(sequence, packet);
            if (verdict != ReorderVerdict.Taken)
            {
                packet.Release();
            }
            while (buffer.TryTake(i * 10, out var taken, out var missing))
            {
                expected += missing + 1;
                Assert.Equal(buffer.Next, expected);
                taken.Release();
            }
        }
    }

    [Fact]
    public void TryTake_MissingPacket_WaitsForTheDeadline()
    {
        using var fixture = new PacketPoolFixture();
        using var buffer = new ReorderBuffer(window: 32, deadline: 50);
        var taken = new List<ushort>();
        buffer.Insert(10, RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: 10, arrival: 0));
        Take(buffer, 0, taken);
        buffer.Insert(12, RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: 12, arrival: 20));
        Assert.False(buffer.TryTake(69, out _, out _));
        Assert.True(buffer.TryTake(70, out var late, out var missing));
        Assert.Equal(1, missing);
        Assert.Equal(12, late.SequenceNumber);
        late.Release();
        var tooLate = RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: 11, arrival: 71);
        Assert.Equal(ReorderVerdict.TooLate, buffer.Insert(11, tooLate));
        tooLate.Release();
    }

    [Fact]
    public void Insert_Twice_IsADuplicate()
    {
        using var fixture = new PacketPoolFixture();
        using var buffer = new ReorderBuffer(window: 4, deadline: 50);
        Assert.Equal(ReorderVerdict.Taken, buffer.Insert(1, RtpBuilder.Packet(fixture.Pool, [1], 0)));
        var second = RtpBuilder.Packet(fixture.Pool, [1], 0);
        Assert.Equal(ReorderVerdict.Duplicate, buffer.Insert(1, second));
        second.Release();
    }

    [Fact]
    public void TryTake_WindowFull_GivesUpTheMissing()
    {
        using var fixture = new PacketPoolFixture();
        using var buffer = new ReorderBuffer(window: 2, deadline: long.MaxValue);
        var taken = new List<ushort>();
        foreach (var sequence in (int[])[0, 2, 3])
        {
            buffer.Insert(sequence, RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: (ushort)sequence));
            Take(buffer, 0, taken);
        }
        Assert.Equal([0], taken);
        buffer.Insert(4, RtpBuilder.Packet(fixture.Pool, [1], 0, sequence: 4));
        Take(buffer, 0, taken);
        Assert.Equal([0, 2, 3, 4], taken);
    }

    private static void Take(ReorderBuffer buffer, long now, List<ushort> taken)
    {
        while (buffer.TryTake(now, out var packet, out _))
        {
            taken.Add(packet.SequenceNumber);
            packet.Release();
        }
    }
}
