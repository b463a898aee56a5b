using Command.Media.Codecs;
using Command.Media.RtpPayload;
using Command.Media.Tests.Codecs;
using Command.TestKit;
using FsCheck.Xunit;

namespace Command.Media.Tests.RtpPayload;

public sealed class H264RoundTripTests
{
    [Property(MaxTest = 200)]
    public void Packetizer_AnyPicture_ComesBackFromTheDepacketizer(int seed, ushort maximum)
    {
        using var fixture = new PacketPoolFixture();
        using var depacketizer = new H264Depacketizer();
        var random = new Random(seed);
        var limit = 64 + (maximum % 1400);
        for (var picture = 0; picture < 4; picture++)
        {
            var annexB = RandomPicture(random);
            var payloads = Packetize(annexB, limit);
            for (var i = 0; i < payloads.Count; i++)
            {
                Assert.InRange(payloads[i].Length, 1, limit);
                var packet = RtpBuilder.Packet(fixture.Pool, payloads[i], picture * 3_600, marker: i == payloads.Count - 1);
                depacketizer.Push(packet);
                packet.Release();
                Assert.Equal(i == payloads.Count - 1, depacketizer.TryPull(out var unit));
                if (i == payloads.Count - 1)
                {
                    Assert.True(unit.Data.SequenceEqual(annexB));
                    Assert.False(unit.HasLoss);
                    Assert.Equal(picture * 3_600, unit.Time.Ticks90k);
                }
            }
        }
        Assert.Equal(0, depacketizer.Faults);
    }

    [Fact]
    public void Rfc6184_5_8_Fragments_are_equal_and_flagged()
    {
        var payloads = Packetize([0, 0, 0, 1, .. RtpBuilder.Idr(5_000)], 1_188);
        Assert.Equal(5, payloads.Count);
        Assert.All(payloads.SkipLast(1), payload => Assert.Equal(payloads[0].Length, payload.Length));
        Assert.InRange(payloads[^1].Length, payloads[0].Length - 5, payloads[0].Length);
        Assert.All(payloads, payload => Assert.Equal(0x7C, payload[0]));
        Assert.Equal([0x85, 0x05, 0x05, 0x05, 0x45], payloads.Select(payload => payload[1]));
    }

    [Fact]
    public void Rfc6184_5_7_1_Parameter_sets_travel_together()
    {
        byte[] annexB = [0, 0, 0, 1, .. RtpBuilder.Sps, 0, 0, 1, .. RtpBuilder.Pps, 0, 0, 0, 1, .. RtpBuilder.Idr(2_000)];
        var payloads = Packetize(annexB, 1_188);
        Assert.Equal(H264NalType.StapA, H264Nal.TypeOf(payloads[0][0]));
        Assert.Equal(0x60, payloads[0][0] & 0x60);
        Assert.Equal(3, payloads.Count);
        Assert.True(KeyFrameDetector.StartsKeyFrame(CodecKind.H264, payloads[0]));
        Assert.True(KeyFrameDetector.StartsKeyFrame(CodecKind.H264, payloads[1]));
        Assert.False(KeyFrameDetector.StartsKeyFrame(CodecKind.H264, payloads[2]));
    }

    [Fact]
    public void Push_LostFragment_SaysSoAndGoesOn()
    {
        using var fixture = new PacketPoolFixture();
        using var depacketizer = new H264Depacketizer();
        var payloads = Packetize([0, 0, 0, 1, .. RtpBuilder.Idr(5_000)], 1_188);
        for (var i = 0; i < payloads.Count; i++)
        {
            if (i != 1)
            {
                var packet = RtpBuilder.Packet(fixture.Pool, payloads[i], 0, marker: i == payloads.Count - 1, discontinuity: i == 2);
                depacketizer.Push(packet);
                packet.Release();
            }
        }
        Assert.True(depacketizer.TryPull(out var unit));
        Assert.True(unit.HasLoss);
        var next = RtpBuilder.Packet(fixture.Pool, RtpBuilder.Slice(), 3_600, marker: true);
        depacketizer.Push(next);
        next.Release();
        Assert.True(depacketizer.TryPull(out unit));
        Assert.False(unit.HasLoss);
        Assert.False(unit.IsKeyFrame);
    }

    [Fact]
    public void Push_NoMarkersAtAll_EndsPicturesByTime()
    {
        using var fixture = new PacketPoolFixture();
        using var depacketizer = new H264Depacketizer();
        var units = 0;
        for (var i = 0; i < 10; i++)
        {
            var packet = RtpBuilder.Packet(fixture.Pool, RtpBuilder.Slice(50 + i), i * 3_600);
            depacketizer.Push(packet);
            packet.Release();
            while (depacketizer.TryPull(out var unit))
            {
                Assert.Equal(units * 3_600, unit.Time.Ticks90k);
                Assert.Equal(4 + 50 + units, unit.Data.Length);
                units++;
            }
        }
        depacketizer.Complete();
        Assert.True(depacketizer.TryPull(out _));
        Assert.Equal(9, units);
    }

    [Theory, MemberData(nameof(CrashCorpus.Rows), "h264", MemberType = typeof(CrashCorpus))]
    public void Push_OldCrasher_NeverThrows(string file) => AssertSurvives([CrashCorpus.Read("h264", file)]);

    [Property(MaxTest = 2_000)]
    public void Push_AnyPayloads_NeverThrow(byte type, byte[] first, byte[] second) =>
        AssertSurvives([
            [(byte)(0x60 | (type & 0x1F)), .. first],
            second,
            [0x7C, .. second],
            [0x78, .. first],
        ]);

    [Fact]
    public async Task Packetizer_RealClip_ComesBackByteForByte()
    {
        using var fixture = new PacketPoolFixture();
        using var depacketizer = new H264Depacketizer();
        var clip = await H264Clip.EncodeAsync("640x360", 50, "-pix_fmt yuv420p -bf 0 -g 25", TestContext.Current.CancellationToken);
        var payloads = Packetize(clip, 1_188);
        var keyFrames = payloads.Count(payload =>
            KeyFrameDetector.StartsKeyFrame(CodecKind.H264, payload) && H264Nal.TypeOf(payload[0]) != H264NalType.FuA
        );
        foreach (var payload in payloads)
        {
            var packet = RtpBuilder.Packet(fixture.Pool, payload, 0);
            depacketizer.Push(packet);
            packet.Release();
        }
        depacketizer.Complete();
        Assert.True(depacketizer.TryPull(out var unit));
        Assert.Equal(Normalise(clip), Normalise(unit.Data.ToArray()));
        Assert.Equal(2, keyFrames);
    }

    private static string Normalise(byte[] annexB)
    {
        var nals = new List<string>();
        ReadOnlySpan<byte> rest = annexB;
        while (H264Nal.TryReadAnnexB(ref rest, out var nal))
        {
            nals.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(nal)));
        }
        return string.Join('\n', nals);
    }

    private static void AssertSurvives(List<byte[]> payloads)
    {
        using var fixture = new PacketPoolFixture();
        using var depacketizer = new H264Depacketizer();
        for (var i = 0; i < payloads.Count; i++)
        {
            foreach (var codec in Enum.GetValues<CodecKind>())
            {
                KeyFrameDetector.StartsKeyFrame(codec, payloads[i]);
            }
            if (payloads[i].Length == 0)
            {
                continue;
            }
            var packet = RtpBuilder.Packet(fixture.Pool, payloads[i], i / 2, marker: i % 3 == 2);
            depacketizer.Push(packet);
            packet.Release();
            while (depacketizer.TryPull(out var unit))
            {
                Assert.NotEqual(0, unit.Data.Length);
            }
        }
    }

    private static byte[] RandomPicture(Random random)
    {
        var annexB = new List<byte>();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var nal = new byte[random.Next(2, random.Next(3) == 0 ? 6_000 : 60)];
            random.NextBytes(nal);
            for (var at = 0; at < nal.Length; at++)
            {
                // As an encoder does, no start code and no trailing zero inside.
                nal[at] |= 0x10;
            }
            nal[0] = (byte)(0x60 | random.Next(1, 9));
            annexB.AddRange([0, 0, 0, 1, .. nal]);
        }
        return [.. annexB];
    }

    private static List<byte[]> Packetize(byte[] annexB, int maximum)
    {
        var payloads = new List<byte[]>();
        var packetizer = new H264Packetizer(annexB, maximum);
        var room = new byte[maximum];
        var last = false;
        while (packetizer.TryWriteNext(room, out var length, out var isLast))
        {
            Assert.False(last);
            last = isLast;
            payloads.Add(room[..length]);
        }
        Assert.True(last);
        return payloads;
    }
}
