using System.Buffers;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Ingest;
using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.RtpPayload;
using Command.Media.Telemetry;
using Command.Media.Tests.Hub;
using Command.Media.Time;
using FsCheck.Xunit;

namespace Command.Media.Tests.Ingest;

public sealed class RtpTrackReceiverTests
{
    private static readonly TrackFormat WithParameterSets = RtpBuilder.Video.WithParameterSets([.. RtpBuilder.Sps], [.. RtpBuilder.Pps]);

    [Fact]
    public void ReceiveRtp_KeyFrameWithParameterSets_StartsAtTheSps()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Sps, 1, 9_000);
        harness.Receive(RtpBuilder.Pps, 2, 9_000);
        Assert.Empty(harness.Published());
        harness.Receive(RtpBuilder.Idr(), 3, 9_000, marker: true);
        harness.Receive(RtpBuilder.Slice(), 4, 12_600, marker: true);
        var seen = harness.Published();
        Assert.Equal([true, false, false, false], seen.Select(s => s.Packet.StartsKeyFrame));
        Assert.Equal([false, false, true, true], seen.Select(s => s.Packet.Marker));
        Assert.Equal([0L, 0, 0, 3_600], seen.Select(s => s.Packet.Time.Ticks90k));
        Assert.Equal(RtpBuilder.Sps, seen[0].Payload);
        Assert.Equal("640x360", $"{harness.Track.Format.Width}x{harness.Track.Format.Height}");
        Assert.NotNull(harness.Track.LastKeyFrameTimestamp);
    }

    [Fact]
    public void ReceiveRtp_KeyFrameWithoutParameterSets_GetsTheKnownOnes()
    {
        using var harness = new ReceiverHarness(WithParameterSets);
        harness.Receive(RtpBuilder.Idr(), 1, 9_000, marker: true);
        var seen = harness.Published();
        Assert.Equal(2, seen.Count);
        Assert.True(seen[0].Packet.StartsKeyFrame);
        byte[] stapA = [0x78, 0, 25, .. RtpBuilder.Sps, 0, 5, .. RtpBuilder.Pps];
        Assert.Equal(stapA, seen[0].Payload);
        Assert.False(seen[1].Packet.StartsKeyFrame);
    }

    [Fact]
    public void ReceiveRtp_KeyFrameAndNoParameterSetsAnywhere_IsNoStart()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Idr(), 1, 9_000, marker: true);
        Assert.False(Assert.Single(harness.Published()).Packet.StartsKeyFrame);
    }

    [Fact]
    public void ReceiveRtp_NewSpsInTheStream_WinsOverTheDescription()
    {
        using var harness = new ReceiverHarness(RtpBuilder.Video.WithParameterSets([0x67, 0x42, 0, 30, 0xAB], [.. RtpBuilder.Pps]));
        harness.Receive([0x78, 0, 25, .. RtpBuilder.Sps, 0, 5, .. RtpBuilder.Pps], 1, 0);
        harness.Receive(RtpBuilder.Idr(), 2, 0, marker: true);
        Assert.Equal(RtpBuilder.Sps, harness.Track.Format.Sps);
        Assert.Equal(640, harness.Track.Format.Width);
        var format = harness.Track.Format;
        harness.Receive([0x78, 0, 25, .. RtpBuilder.Sps, 0, 5, .. RtpBuilder.Pps], 3, 90_000);
        harness.Receive(RtpBuilder.Idr(), 4, 90_000, marker: true);
        Assert.Same(format, harness.Track.Format);
    }

    [Fact]
    public void Tapo_TC70_Marker_on_parameter_sets_and_their_own_time()
    {
        using var harness = new ReceiverHarness();
        for (var picture = 0; picture < 5; picture++)
        {
            var time = 90_000 + (picture * 3_600);
            harness.Receive(RtpBuilder.Sps, picture * 3, time - 10, marker: true);
            harness.Receive(RtpBuilder.Pps, (picture * 3) + 1, time - 10, marker: true);
            harness.Receive(RtpBuilder.Idr(), (picture * 3) + 2, time, marker: true);
        }
        var seen = harness.Published();
        Assert.Equal(15, seen.Count);
        Assert.Equal(5, seen.Count(s => s.Packet.Marker));
        Assert.Equal(5, seen.Count(s => s.Packet.StartsKeyFrame));
        Assert.All(seen.Chunk(3), picture => Assert.Single(picture.Select(s => s.Packet.Time).Distinct()));
        Assert.False(harness.Receiver.DistrustsMarkers);
    }

    [Fact]
    public void Flir_M400_No_markers_at_all()
    {
        using var harness = new ReceiverHarness(WithParameterSets);
        var sequence = 0;
        for (var picture = 0; picture < 10; picture++)
        {
            harness.Receive(RtpBuilder.Slice(), sequence++, picture * 3_600);
            harness.Receive(RtpBuilder.Slice(), sequence++, picture * 3_600);
        }
        Assert.True(harness.Receiver.DistrustsMarkers);
        var seen = harness.Published();
        // From the third offence on the last packet of each picture is marked; the very last one waits for its successor.
        Assert.Equal(19, seen.Count);
        foreach (var picture in seen.Skip(8).Take(10).Chunk(2))
        {
            Assert.Equal([false, true], picture.Select(s => s.Packet.Marker));
        }
    }

    [Fact]
    public void CostarHD_Marker_on_every_slice()
    {
        using var harness = new ReceiverHarness();
        var sequence = 0;
        for (var picture = 0; picture < 6; picture++)
        {
            harness.Receive(RtpBuilder.Slice(), sequence++, picture * 3_600, marker: true);
            harness.Receive(RtpBuilder.Slice(), sequence++, picture * 3_600, marker: true);
        }
        Assert.True(harness.Receiver.DistrustsMarkers);
        Assert.Equal([false, true], harness.Published().Skip(8).Take(2).Select(s => s.Packet.Marker));
    }

    [Fact]
    public void Flir_M400_Loss_before_the_next_picture()
    {
        using var harness = new ReceiverHarness(WithParameterSets);
        var sequence = 0;
        for (var picture = 0; picture < 5; picture++)
        {
            harness.Receive(RtpBuilder.Slice(), sequence++, picture * 3_600);
        }
        harness.Receive(RtpBuilder.Idr(), sequence++, 5 * 3_600);
        Assert.True(harness.Receiver.DistrustsMarkers);
        harness.Published();
        sequence++; // perhaps the rest of the key frame
        harness.Receive(RtpBuilder.Slice(), sequence++, 6 * 3_600);
        harness.Receive(RtpBuilder.Slice(), sequence++, 7 * 3_600);

        var seen = harness.Published();
        Assert.Equal([(false, false), (true, true)], seen.TakeLast(2).Select(s => (s.Packet.Marker, s.Packet.Discontinuity)));
        Assert.False(harness.Track.TryCopyKeyFrame(new ArrayBufferWriter<byte>(), out _));
    }

    [Fact]
    public void Flir_M400_Loss_that_filler_brings_to_light()
    {
        using var harness = new ReceiverHarness(WithParameterSets);
        var sequence = 0;
        for (var picture = 0; picture < 5; picture++)
        {
            harness.Receive(RtpBuilder.Slice(), sequence++, picture * 3_600);
        }
        harness.Published();
        sequence++;
        harness.Receive([0x0C, 0xFF, 0xFF, 0x80], sequence++, 5 * 3_600);
        harness.Receive(RtpBuilder.Slice(), sequence++, 5 * 3_600);
        harness.Receive(RtpBuilder.Slice(), sequence++, 6 * 3_600);

        // The gap lies behind the picture that waited, not before it.
        Assert.Equal([(false, false), (true, true)], harness.Published().Select(s => (s.Packet.Marker, s.Packet.Discontinuity)));
    }

    [Fact]
    public void ReceiveRtp_RareWrongMarkers_AreForgiven()
    {
        using var harness = new ReceiverHarness(WithParameterSets);
        for (var picture = 0; picture < 1_600; picture++)
        {
            // Every 400th picture lacks its marker.
            harness.Receive(RtpBuilder.Slice(), picture, picture * 3_600L, marker: picture % 400 != 399);
        }
        Assert.Equal(3, harness.Faults.Count(MediaFault.WrongMarker));
        Assert.False(harness.Receiver.DistrustsMarkers);
        harness.Published();
    }

    [Fact]
    public void V380_Start_codes_inside_the_payload()
    {
        using var harness = new ReceiverHarness();
        harness.Receive([0, 0, 0, 1, .. RtpBuilder.Sps, 0, 0, 0, 1, .. RtpBuilder.Pps], 1, 0);
        harness.Receive([0, 0, 1, .. RtpBuilder.Idr()], 2, 0, marker: true);
        var seen = harness.Published();
        Assert.Equal(2, seen.Count);
        Assert.True(seen[0].Packet.StartsKeyFrame);
        Assert.Equal(0x65, seen[1].Payload[0]);
        Assert.Equal(RtpBuilder.Sps, harness.Track.Format.Sps);
        Assert.Equal(RtpBuilder.Pps, harness.Track.Format.Pps);
    }

    [Fact]
    public void ReceiveRtp_FillerAndEndMarks_AreLeftOut()
    {
        using var harness = new ReceiverHarness();
        harness.Receive([0x0C, 0xFF, 0xFF, 0x80], 1, 0);
        harness.Receive([0x0A], 2, 0);
        harness.Receive(RtpBuilder.Slice(), 3, 0, marker: true);
        Assert.Single(harness.Published());
        Assert.Equal(0, harness.Faults.Count(MediaFault.BadPayload));
    }

    [Fact]
    public void ReceiveRtp_BSlice_IsNoticed()
    {
        using var harness = new ReceiverHarness(WithParameterSets);
        harness.Receive(RtpBuilder.Slice(), 1, 0, marker: true);
        Assert.False(harness.Receiver.SawBSlice);
        harness.Receive(RtpBuilder.BSlice(), 2, 3_600, marker: true);
        Assert.True(harness.Receiver.SawBSlice);
        Assert.Equal(PlayabilityVerdict.BFrames, Playability.OfTrack(harness.Track.Format));
    }

    [Fact]
    public void ReceiveRtp_LostPacket_IsADiscontinuity()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Slice(), 65_535, 0, marker: true);
        harness.Receive(RtpBuilder.Slice(), 0, 3_600, marker: true);
        harness.Receive(RtpBuilder.Slice(), 4, 7_200, marker: true);
        Assert.Equal([false, false, true], harness.Published().Select(s => s.Packet.Discontinuity));
        Assert.Equal(3, harness.Faults.Count(MediaFault.Lost));
        Assert.Equal(3, harness.Receiver.Statistics.Lost);
    }

    [Fact]
    public void ReceiveRtp_OverUdp_IsPutInOrder()
    {
        using var harness = new ReceiverHarness(reorderWindow: 32);
        foreach (var sequence in (int[])[10, 12, 11, 11, 13])
        {
            harness.Receive(RtpBuilder.Slice(), sequence, sequence * 3_600, marker: true);
        }
        Assert.Equal([10, 11, 12, 13], harness.Published().Select(s => (int)s.Packet.SequenceNumber));
        Assert.Equal(0, harness.Faults.Count(MediaFault.Lost));
        Assert.Equal(1, harness.Receiver.Statistics.Duplicates + harness.Faults.Count(MediaFault.TooLate));
        harness.Receive(RtpBuilder.Slice(), 15, 15 * 3_600, marker: true);
        Assert.Empty(harness.Published());
        harness.Time.Advance(TimeSpan.FromMilliseconds(60));
        harness.Receiver.Poll(harness.Time.GetTimestamp());
        Assert.True(Assert.Single(harness.Published()).Packet.Discontinuity);
    }

    [Fact]
    public void ReceiveRtp_NewSource_GoesOnInTimeWithADiscontinuity()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Slice(), 100, 5_000, marker: true);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        harness.Receive(RtpBuilder.Slice(), 40_000, 3_000_000_000, marker: true, ssrc: 9);
        Assert.Single(harness.Published());
        harness.Receive(RtpBuilder.Slice(), 40_001, 3_000_003_600, marker: true, ssrc: 9);
        var seen = harness.Published();
        Assert.Equal([90_000L, 93_600], seen.Select(s => s.Packet.Time.Ticks90k));
        Assert.Equal([true, false], seen.Select(s => s.Packet.Discontinuity));
        Assert.Equal(1, harness.Faults.Count(MediaFault.SourceRestarted));
        Assert.Equal(2, harness.Receiver.Statistics.Received);
    }

    [Fact]
    public void ReceiveRtp_StrayPacketOfAnotherSource_ChangesNothing()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Slice(), 1, 0, marker: true);
        harness.Receive(RtpBuilder.Slice(), 500, 99, marker: true, ssrc: 9);
        harness.Receive(RtpBuilder.Slice(), 2, 3_600, marker: true);
        harness.Receive(RtpBuilder.Slice(), 600, 99, marker: true, ssrc: 10);
        harness.Receive(RtpBuilder.Slice(), 3, 7_200, marker: true);
        var seen = harness.Published();
        Assert.Equal(3, seen.Count);
        Assert.DoesNotContain(seen, s => s.Packet.Discontinuity);
    }

    [Fact]
    public void ReceiveRtp_SequenceJumpsFarBack_IsANewStart()
    {
        using var harness = new ReceiverHarness(reorderWindow: 16);
        harness.Receive(RtpBuilder.Slice(), 30_000, 0, marker: true);
        harness.Receive(RtpBuilder.Slice(), 10, 3_600, marker: true);
        harness.Receive(RtpBuilder.Slice(), 11, 7_200, marker: true);
        harness.Receive(RtpBuilder.Slice(), 12, 10_800, marker: true);
        Assert.Equal([30_000, 10, 11, 12], harness.Published().Select(s => (int)s.Packet.SequenceNumber));
    }

    [Fact]
    public void ReceiveRtp_WrongPayloadTypeOrGarbage_IsCountedAndDropped()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Slice(), 1, 0, payloadType: 50);
        harness.ReceiveRaw([1, 2, 3]);
        harness.Receive([], 2, 0);
        Assert.Empty(harness.Published());
        Assert.Equal(1, harness.Faults.Count(MediaFault.UnexpectedPayloadType));
        Assert.Equal(1, harness.Faults.Count(MediaFault.BadRtp));
        Assert.Equal(1, harness.Faults.Count(MediaFault.BadPayload));
    }

    [Fact]
    public void ReceiveRtp_Sound_PassesEachPacketAsAStart()
    {
        using var harness = new ReceiverHarness(RtpBuilder.Audio);
        harness.Receive(new byte[160], 1, 1_000, payloadType: 0);
        harness.Receive(new byte[160], 2, 1_160, payloadType: 0);
        var seen = harness.Published();
        Assert.All(seen, s => Assert.True(s.Packet.StartsKeyFrame));
        Assert.Equal([0L, 1_800], seen.Select(s => s.Packet.Time.Ticks90k));
    }

    [Fact]
    public void ReceiveRtp_H265_MarksOneStartPerPicture()
    {
        using var harness = new ReceiverHarness(RtpBuilder.Video with { Codec = CodecKind.H265 });
        foreach (
            var payload in (byte[][])
                [
                    [0x40, 1, 0xC],
                    [0x42, 1, 1],
                    [0x44, 1, 0xC0],
                    [0x26, 1, 0xAF],
                ]
        )
        {
            harness.Receive(payload, harness.Published().Count + (payload[0] / 2), 0);
        }
        Assert.Equal(0, harness.Pool.OverReturned);
        Assert.True(harness.Track.LastKeyFrameTimestamp is not null);
    }

    [Fact]
    public void WriteReceiverReport_AfterASenderReport_AnswersIt()
    {
        using var harness = new ReceiverHarness();
        var bytes = new byte[128];
        var length = harness.Receiver.WriteReceiverReport(bytes);
        Assert.Equal("80C900010000004D81CA0004", Convert.ToHexString(bytes.AsSpan(0, 12)));
        harness.Receive(RtpBuilder.Slice(), 1, 9_000, marker: true);
        harness.Receive(RtpBuilder.Slice(), 3, 16_200, marker: true);
        var device = harness.Time.GetUtcNow().AddMilliseconds(250);
        var report = new SenderReport(RtpBuilder.Ssrc, NtpTimestamp.FromDateTimeOffset(device), 16_200, 2, 200);
        length = report.Write(bytes);
        harness.Receiver.ReceiveRtcp(bytes.AsSpan(0, length), harness.Time.GetTimestamp());
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        length = harness.Receiver.WriteReceiverReport(bytes);
        var compound = new RtcpCompound(bytes.AsSpan(0, length));
        Assert.True(compound.TryReadNext(out var packet));
        Assert.True(ReceiverReport.TryReadBlock(packet, 0, out var block));
        Assert.Equal(RtpBuilder.Ssrc, block.Ssrc);
        Assert.Equal(1, block.CumulativeLost);
        Assert.Equal(256 / 3, block.FractionLost);
        Assert.Equal(3u, block.ExtendedHighest);
        Assert.Equal(report.Ntp.Compact, block.LastSenderReport);
        Assert.Equal(2u << 16, block.DelaySinceLastSenderReport);
        Assert.True(compound.TryReadNext(out packet));
        Assert.True(SourceDescription.TryReadCanonicalName(packet, out _, out var name));
        Assert.True(name.SequenceEqual("command"u8));
        Assert.InRange(harness.Receiver.ClockOffset!.Value.TotalMilliseconds, 249, 251);
        var wall = harness.Receiver.WallTimeOf(new MediaTime(7_200 + 90_000));
        Assert.InRange((wall!.Value - device.AddSeconds(1)).TotalMilliseconds, -1, 1);
        Assert.NotNull(harness.Track.WallClock?.ClockOffset);
    }

    [Fact]
    public void ReceiveRtcp_ForeignReportAndGoodbye_AreToldApart()
    {
        using var harness = new ReceiverHarness();
        harness.Receive(RtpBuilder.Slice(), 1, 0, marker: true);
        var bytes = new byte[64];
        var foreign = new SenderReport(1, NtpTimestamp.FromDateTimeOffset(harness.Time.GetUtcNow()), 0, 0, 0);
        harness.Receiver.ReceiveRtcp(bytes.AsSpan(0, foreign.Write(bytes)), 0);
        Assert.Null(harness.Receiver.ClockOffset);
        harness.Receiver.ReceiveRtcp(bytes.AsSpan(0, Goodbye.Write(bytes, 1)), 0);
        Assert.False(harness.Receiver.SaidGoodbye);
        harness.Receiver.ReceiveRtcp(bytes.AsSpan(0, Goodbye.Write(bytes, RtpBuilder.Ssrc)), 0);
        Assert.True(harness.Receiver.SaidGoodbye);
        harness.Receiver.ReceiveRtcp([0x80], 0);
        Assert.Equal(1, harness.Faults.Count(MediaFault.BadRtcp));
    }

    [Property(MaxTest = 300)]
    public void ReceiveRtp_AnyPayloadsAnyOrder_NeverThrowsNeverLeaks(int seed, byte window)
    {
        using var harness = new ReceiverHarness(WithParameterSets, window % 8);
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var payload = new byte[random.Next(0, random.Next(4) == 0 ? 4_000 : 40)];
            random.NextBytes(payload);
            if (payload.Length > 0)
            {
                payload[0] = (byte)(0x60 | ((byte[])[1, 5, 6, 7, 8, 9, 12, 24, 28, 28, 28, 31])[random.Next(12)]);
            }
            harness.Receive(
                payload,
                i + random.Next(-3, 4),
                (i / 4) * 3_600,
                marker: random.Next(3) == 0,
                ssrc: random.Next(20) == 0 ? 5u : RtpBuilder.Ssrc
            );
            Assert.All(harness.Published(), s => Assert.InRange(s.Payload.Length, 1, 1_188));
        }
    }

    [Theory]
    [InlineData(1_188)]
    [InlineData(1_400)]
    public void ReceiveRtp_SteadyState_AllocatesNothing(int fragment)
    {
        using var pool = new PacketPool();
        using var publisher = new MediaHub().Open("camera/1/main", [WithParameterSets], new NoFeedback());
        var faults = new FaultTally(TimeProvider.System, TimeSpan.FromSeconds(1), null);
        using var receiver = new RtpTrackReceiver(
            publisher.Tracks[0],
            new RtpTrackReceiverOptions { ReorderWindow = 32 },
            pool,
            TimeProvider.System,
            faults
        );
        var payloads = new List<byte[]>();
        var packetizer = new H264Packetizer(
            [0, 0, 0, 1, .. RtpBuilder.Sps, 0, 0, 0, 1, .. RtpBuilder.Pps, 0, 0, 0, 1, .. RtpBuilder.Idr(9_000)],
            fragment
        );
        var room = new byte[fragment];
        while (packetizer.TryWriteNext(room, out var length, out _))
        {
            payloads.Add(room[..length]);
        }
        var sequence = 0;
        Receive(500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Receive(2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(publisher.Stream.Tracks[0].History.Head, sequence, sequence * 2);

        void Receive(int pictures)
        {
            for (var picture = 0; picture < pictures; picture++)
            {
                for (var i = 0; i < payloads.Count; i++, sequence++)
                {
                    var datagram = pool.Rent(12 + payloads[i].Length);
                    datagram.Length = 12 + payloads[i].Length;
                    var isLast = i == payloads.Count - 1;
                    var timestamp = (uint)(sequence / payloads.Count * 3_600);
                    RtpPacketWriter.WriteHeader(datagram.Span, isLast, 96, (ushort)sequence, timestamp, RtpBuilder.Ssrc);
                    payloads[i].CopyTo(datagram.Span[12..]);
                    receiver.ReceiveRtp(datagram, sequence);
                }
            }
        }
    }

    [Fact]
    public void ReceiveRtp_AfterDispose_TakesNothing()
    {
        using var harness = new ReceiverHarness();
        harness.Receiver.Dispose();
        harness.Receive(RtpBuilder.Slice(), 1, 0, marker: true);
        Assert.Empty(harness.Published());
        Assert.Equal(0, harness.Pool.Outstanding);
    }
}
