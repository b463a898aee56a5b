using Command.Media.Codecs;
using Command.Media.RtpPayload;
using FsCheck.Xunit;

namespace Command.Media.Tests.Ingest;

public sealed class RepacketizerTests
{
    private const int MaximumPayload = 1_188;

    private static readonly TrackFormat Format = RtpBuilder.Video.WithParameterSets([.. RtpBuilder.Sps], [.. RtpBuilder.Pps]);

    [Property(MaxTest = 150)]
    public void Receive_PacketsOfAnySize_ComeOutSmallAndDepacketizeToTheSame(int seed, ushort sourceSize)
    {
        using var harness = new ReceiverHarness(Format);
        using var depacketizer = new H264Depacketizer();
        var random = new Random(seed);
        var sequence = 0;
        for (var picture = 0; picture < 3; picture++)
        {
            byte[] annexB =
            [
                0,
                0,
                0,
                1,
                .. RtpBuilder.Slice(random.Next(10, 12_000)),
                0,
                0,
                0,
                1,
                .. RtpBuilder.Slice(random.Next(10, 4_000)),
            ];
            Send(harness, annexB, 100 + (sourceSize % 9_000), picture * 3_600, ref sequence);
            var seen = harness.Published();
            Assert.Equal(1, seen.Count(s => s.Packet.Marker));
            Assert.True(seen[^1].Packet.Marker);
            foreach (var (packet, payload) in seen)
            {
                Assert.InRange(payload.Length, 1, MaximumPayload);
                var copy = RtpBuilder.Packet(harness.Pool, payload, packet.Time.Ticks90k, packet.Marker);
                depacketizer.Push(copy);
                copy.Release();
            }
            Assert.True(depacketizer.TryPull(out var unit));
            Assert.True(unit.Data.SequenceEqual(annexB));
        }
    }

    [Fact]
    public void Receive_OneHugeNal_BecomesEqualFragments()
    {
        using var harness = new ReceiverHarness(Format);
        harness.Receive(RtpBuilder.Slice(10_000), 1, 0, marker: true);
        var seen = harness.Published();
        Assert.Equal(9, seen.Count);
        Assert.All(seen.SkipLast(1), s => Assert.Equal(seen[0].Payload.Length, s.Payload.Length));
        Assert.Equal([false, true], seen.TakeLast(2).Select(s => s.Packet.Marker));
    }

    [Fact]
    public void Receive_CameraFragmentsOf1400_AreFilledUpNotHalved()
    {
        using var harness = new ReceiverHarness(Format);
        var sequence = 0;
        Send(harness, [0, 0, 0, 1, .. RtpBuilder.Slice(14_000)], 1_400, 0, ref sequence);
        var seen = harness.Published();
        Assert.InRange(seen.Count, 12, 13);
        Assert.All(seen.SkipLast(1), s => Assert.Equal(MaximumPayload, s.Payload.Length));
    }

    [Fact]
    public void Receive_FragmentsThatFit_PassWithoutACopy()
    {
        using var harness = new ReceiverHarness(Format);
        var sequence = 0;
        Send(harness, [0, 0, 0, 1, .. RtpBuilder.Slice(6_000)], 1_188, 0, ref sequence);
        Assert.Equal(sequence, harness.Published().Count);
        Assert.Equal(sequence, harness.Pool.Outstanding);
    }

    [Fact]
    public void Receive_LossInsideAPouredNal_IsADiscontinuityAndLeaksNothing()
    {
        using var harness = new ReceiverHarness(Format);
        var fragments = new List<byte[]>();
        var packetizer = new H264Packetizer([0, 0, 0, 1, .. RtpBuilder.Slice(7_000)], 1_400);
        var room = new byte[1_400];
        while (packetizer.TryWriteNext(room, out var length, out _))
        {
            fragments.Add(room[..length]);
        }
        for (var i = 0; i < fragments.Count; i++)
        {
            if (i != 2)
            {
                harness.Receive(fragments[i], i, 0, marker: i == fragments.Count - 1);
            }
        }
        var seen = harness.Published();
        Assert.Contains(seen, s => s.Packet.Discontinuity);
        Assert.True(seen[^1].Packet.Marker);
    }

    private static void Send(ReceiverHarness harness, byte[] annexB, int maximumPayload, long timestamp, ref int sequence)
    {
        var packetizer = new H264Packetizer(annexB, maximumPayload);
        var room = new byte[maximumPayload];
        while (packetizer.TryWriteNext(room, out var length, out var isLast))
        {
            harness.Receive(room.AsSpan(0, length), sequence++, timestamp, isLast);
        }
    }
}
