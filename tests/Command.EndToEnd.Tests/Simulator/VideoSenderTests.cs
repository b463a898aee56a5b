using System.Buffers.Binary;
using Command.Tools.LightClient;
using Command.Tools.Simulator.Clips;
using Command.Tools.Simulator.Streaming;

namespace Command.EndToEnd.Tests.Simulator;

public sealed class VideoSenderTests
{
    private const int Packets = 3;
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 59, TimeSpan.Zero);

    [Fact]
    public void Send_FromMinuteToMinute_HasNoSeam()
    {
        var channel = new RecordingChannel();
        var sender = new VideoSender(channel, TestClip());
        var start = new Lane(25).TickAt(Now); // second 59, a group starts at 58
        for (var tick = start - 25; tick < start + 75; tick++)
        {
            sender.Send(tick, Now, new FrameBuffer());
        }

        Assert.Equal(100 * Packets, channel.Rtp.Count);
        foreach (var (before, after) in channel.Rtp.Zip(channel.Rtp.Skip(1)))
        {
            var isSameFrame = !before.Marker;
            Assert.Equal((ushort)(before.Sequence + 1), after.Sequence);
            Assert.Equal(unchecked(before.Timestamp + (isSameFrame ? 0u : 3600u)), after.Timestamp);
        }

        Assert.All(channel.Rtp.Chunk(Packets), frame => Assert.Equal([false, false, true], frame.Select(packet => packet.Marker)));
        // The payload tells which frame of the minute it is: 1450 … 1499, then 0 … 49.
        Assert.Equal(Enumerable.Range(1450, 100).Select(frame => frame % 1500), channel.Rtp.Chunk(Packets).Select(frame => frame[0].Frame));
    }

    [Fact]
    public void Send_ClientThatDoesNotKeepUp_ResumesAtAKeyFrameWithoutAHoleInTheNumbers()
    {
        var channel = new RecordingChannel();
        var sender = new VideoSender(channel, TestClip());
        var key = new Lane(25).TickAt(Now) / 50 * 50;
        for (var tick = key; tick < key + 100; tick++)
        {
            channel.IsFull = tick == key + 10;
            sender.Send(tick, Now, new FrameBuffer());
        }

        Assert.Equal((10 + 50) * Packets, channel.Rtp.Count);
        var (last, first) = (channel.Rtp[(10 * Packets) - 1], channel.Rtp[10 * Packets]);
        Assert.Equal((ushort)(last.Sequence + 1), first.Sequence);
        Assert.Equal(unchecked(last.Timestamp + (41 * 3600u)), first.Timestamp);
        Assert.Equal(0, first.Frame % 50);
    }

    [Fact]
    public void Send_Reports_MapTrueTimeToTheSameMomentOfTheRtpClock()
    {
        var channel = new RecordingChannel();
        var sender = new VideoSender(channel, TestClip());
        var lane = new Lane(25);
        for (var tick = lane.TickAt(Now); tick < lane.TickAt(Now) + 250; tick++)
        {
            sender.Send(tick, lane.TimeOf(tick), new FrameBuffer());
        }

        Assert.Equal(4, channel.Reports.Count); // at 0, 3, 6 and 9 seconds
        foreach (var report in channel.Reports)
        {
            Assert.Equal(200, report[1]);
            var seconds = BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(8)) - 2_208_988_800;
            var fraction = BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(12)) / 4294967296.0;
            var tick = lane.TickAt(DateTimeOffset.FromUnixTimeSeconds(seconds).AddSeconds(fraction + 0.000_01));
            Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(16)) - sender.TimestampOf(tick), 0u, 1u);
            Assert.Equal(202, report[29]); // with its name (RFC 3550 §6.1)
        }
    }

    [Fact]
    public void Run_ClockSetBack_GoesOnFromThere()
    {
        var channel = new RecordingChannel();
        var lane = new Lane(25);
        lane.Add(new VideoSender(channel, TestClip()));
        lane.Run(Now, new FrameBuffer());
        lane.Run(Now.AddHours(-1), new FrameBuffer());
        for (var i = 1; i <= 75; i++)
        {
            lane.Run(Now.AddHours(-1).AddMilliseconds(40 * i), new FrameBuffer());
        }

        // Second 59 to 62: one second of waiting for the key frame at the minute, then that frame and two seconds more.
        Assert.Equal(51 * Packets, channel.Rtp.Count);
    }

    /// <summary>A minute of frames of three packets; each payload holds its frame's number.</summary>
    private static Clip TestClip()
    {
        var payloads = new byte[1500 * Packets * 4];
        for (var packet = 0; packet < 1500 * Packets; packet++)
        {
            BinaryPrimitives.WriteInt32BigEndian(payloads.AsSpan(packet * 4), packet / Packets);
        }

        var video = new LightVideo(
            ClipFormat.Main.FramesPerSecond,
            [0x67, 1, 2, 3],
            [0x68],
            payloads,
            [.. Enumerable.Range(1, 1500 * Packets).Select(packet => packet * 4)],
            [.. Enumerable.Range(0, 1501).Select(frame => frame * Packets)],
            [.. Enumerable.Range(0, 1500 / ClipFormat.Main.GroupLength).Select(group => group * ClipFormat.Main.GroupLength)]
        );
        return new Clip(ClipFormat.Main, video);
    }

    private sealed record SentPacket(ushort Sequence, uint Timestamp, bool Marker, int Frame);

    private sealed class RecordingChannel : ITrackChannel
    {
        public List<SentPacket> Rtp { get; } = [];

        public List<byte[]> Reports { get; } = [];

        public bool IsFull { get; set; }

        public byte RtpChannel => 0;

        public byte RtcpChannel => 1;

        public bool TrySend(ReadOnlySpan<byte> packets)
        {
            if (IsFull)
            {
                return false;
            }

            while (!packets.IsEmpty)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(packets[2..]);
                var packet = packets.Slice(4, length);
                Rtp.Add(
                    new SentPacket(
                        BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
                        BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
                        (packet[1] & 0x80) != 0,
                        BinaryPrimitives.ReadInt32BigEndian(packet[12..])
                    )
                );
                packets = packets[(4 + length)..];
            }

            return true;
        }

        public bool TrySendReport(ReadOnlySpan<byte> packet)
        {
            Reports.Add(packet[4..].ToArray());
            return true;
        }
    }
}
