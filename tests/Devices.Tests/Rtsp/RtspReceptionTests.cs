using System.Buffers;
using Command.Devices.Rtsp;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Ingest;
using Command.Media.Telemetry;

namespace Command.Devices.Tests.Rtsp;

public sealed class RtspReceptionTests
{
    [Fact]
    public void OnFrame_SteadyStream_AllocatesNothing()
    {
        using var pool = new PacketPool();
        var faults = new FaultTally(TimeProvider.System, TimeSpan.FromMinutes(1), null);
        var format = new TrackFormat(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264");
        using (var publisher = new MediaHub().Open("x", [format], RtspFeedback.Instance))
        {
            using var receiver = new RtpTrackReceiver(
                publisher.Tracks[0],
                new RtpTrackReceiverOptions(),
                pool,
                TimeProvider.System,
                faults
            );
            using var track = new RtspTrack(format, publisher.Tracks[0], receiver);
            var reception = new RtspReception(pool, TimeProvider.System);
            reception.Assign(0, 1, track);
            var reader = new RtspStreamReader();
            byte[] group = [.. Enumerable.Range(0, 50).SelectMany(step => ScriptedMedia.Video(step, 0))];

            Feed(reader, reception, group, times: 100);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Feed(reader, reception, group, times: 200);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(15_000, track.Packets);
            Assert.True(allocated < 1_024, $"{allocated} bytes for 10,000 packets");
        }

        Assert.Equal(0, pool.Outstanding);
    }

    /// <summary>Sequence and time go on from group to group, so that nothing looks like another source.</summary>
    private static void Feed(RtspStreamReader reader, RtspReception reception, byte[] group, int times)
    {
        const int Stride = 50;
        for (var i = 0; i < times; i++)
        {
            var sequence = new ReadOnlySequence<byte>(group);
            while (reader.TryRead(ref sequence, out var channel, out var payload, out _) == RtspReadVerdict.Frame)
            {
                reception.OnFrame(channel, payload);
            }

            for (var at = 0; at < group.Length; )
            {
                var length = (group[at + 2] << 8) | group[at + 3];
                Add16(group.AsSpan(at + 4 + 2), Stride);
                Add32(group.AsSpan(at + 4 + 4), Stride * 1_800);
                at += 4 + length;
            }
        }
    }

    private static void Add16(Span<byte> field, int amount) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(
            field,
            (ushort)(System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(field) + amount)
        );

    private static void Add32(Span<byte> field, int amount) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
            field,
            (uint)(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(field) + amount)
        );
}
