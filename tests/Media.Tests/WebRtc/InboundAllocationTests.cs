using System.Buffers.Binary;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtp;
using Command.Media.Telemetry;
using Command.Media.Tests.Hub;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

public sealed class InboundAllocationTests
{
    private const int PacketsPerPicture = 9;

    /// <summary>The whole way of a packet: note its arrival, order, publish; every eleventh is lost, asked for and sent again.</summary>
    [Theory]
    [InlineData(CodecKind.H264)]
    [InlineData(CodecKind.Vp8)]
    public void Receive_MediaRepairsAndFeedback_AllocatesNothing(CodecKind codec)
    {
        using var rig = new Rig(codec);
        rig.Publish(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        rig.Publish(3_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        // The last loss waits for the picture after the last; one at the end of a picture comes again before anybody misses it.
        Assert.Equal((4_000 * PacketsPerPicture) - 1, rig.Track.Packets);
        Assert.Equal((4_000 * PacketsPerPicture / 11, 0L), (rig.Track.Repaired, rig.Track.GivenUp));
        Assert.InRange(rig.Track.Requested, rig.Track.Repaired * 0.8, rig.Track.Repaired);
        Assert.InRange(rig.Feedback, 4_000 + (rig.Track.Requested / 2), 12_000);
    }

    private sealed class Rig : TimeProvider, IPeerSender, IDisposable
    {
        private readonly PacketPool _pool = new();
        private readonly StreamPublisher _publisher;
        private readonly TransportFeedbackBuilder _arrivals;
        private readonly FeedbackSender _sender = new(77, "command"u8.ToArray(), isReducedSize: true);
        private readonly byte[] _packet = new byte[1_200];
        private readonly byte[] _report = new byte[TransportFeedbackBuilder.MaximumLength];
        private readonly byte[] _first;
        private readonly byte[] _next;
        private long _now = 1;
        private int _number;
        private int _lost = -1;
        private ushort _rtxSequence;
        private ushort _transportSequence;

        public Rig(CodecKind codec)
        {
            var format = new TrackFormat(MediaKind.Video, codec, 90_000, 0, 102, codec.ToString());
            _publisher = new MediaHub().Open("recorder/1/live", [format], new NoFeedback());
            _arrivals = new TransportFeedbackBuilder(this);
            Track = new InboundTrack(
                _publisher.Tracks[0],
                new NegotiatedInbound(format, "0") { RtxPayloadType = 103, HasNack = true },
                77,
                "command",
                new RoundTripMeter(),
                _pool,
                new FaultTally(this, TimeSpan.FromMinutes(1), null),
                this
            );
            // H.264: fragments of an interframe's slice. VP8: start and rest of an interframe.
            _first = codec == CodecKind.H264 ? [0x7C, 0x81, 0x9A] : [0x10, 0x11, 0x00];
            _next = codec == CodecKind.H264 ? [0x7C, 0x01, 0x9A] : [0x00, 0x11, 0x00];
        }

        public InboundTrack Track { get; }

        public long Feedback { get; private set; }

        public bool IsConnected => true;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _now;

        public void Publish(int pictures)
        {
            for (var picture = 0; picture < pictures; picture++)
            {
                if (_lost >= 0)
                {
                    Receive(_lost, isRepair: true);
                    _lost = -1;
                }
                for (var i = 0; i < PacketsPerPicture; i++, _number++)
                {
                    if (_number % 11 == 5)
                    {
                        _lost = _number;
                    }
                    else
                    {
                        Receive(_number, isRepair: false);
                    }
                }
                _now += 20_000_000;
                Track.Run(this, _sender, _now);
                _now += 20_000_000;
                Track.Tick(_now);
                while (_arrivals.TryWrite(_report, 77, 1, out var length))
                {
                    _sender.Send(this, _report.AsSpan(0, length));
                }
            }
        }

        public Span<byte> ReserveRtp(int maxLength) => throw new InvalidOperationException("Nothing is sent to a publisher.");

        public void CommitRtp(int length) => throw new InvalidOperationException("Nothing is sent to a publisher.");

        public void SendRtcp(ReadOnlySpan<byte> compound) => Feedback++;

        public void Flush() { }

        public void Dispose()
        {
            Track.Dispose();
            _publisher.Dispose();
            _pool.Dispose();
        }

        private void Receive(int number, bool isRepair)
        {
            var place = number % PacketsPerPicture;
            var isLast = place == PacketsPerPicture - 1;
            var timestamp = (uint)(number / PacketsPerPicture * 3_600);
            var at = RtpPacketWriter.WriteHeader(
                _packet,
                isLast,
                isRepair ? (byte)103 : (byte)102,
                isRepair ? _rtxSequence++ : (ushort)number,
                timestamp,
                isRepair ? 2u : 1u
            );
            if (isRepair)
            {
                BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(at), (ushort)number);
                at += 2;
            }
            (place == 0 ? _first : _next).CopyTo(_packet, at);
            var datagram = _packet.AsSpan(0, 1_150 + at - 12);
            if (RtpPacketView.TryParse(datagram, out var view) != RtpParseError.None)
            {
                throw new InvalidOperationException("The test wrote no RTP.");
            }
            _arrivals.OnPacket(_transportSequence++, _now);
            if (isRepair)
            {
                Track.ReceiveRepair(view, datagram.Length, _now);
            }
            else
            {
                Track.Receive(datagram, view, _now);
            }
        }
    }
}
