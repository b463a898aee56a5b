using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using Command.Media.Buffers;
using Command.Media.Hub;
using Command.Media.Rtcp;
using Command.Media.Telemetry;
using Command.Media.Tests.Hub;
using Command.Media.WebRtc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Command.Media.Tests.WebRtc;

public sealed class WhepSessionTests : IDisposable
{
    private const uint VideoSsrc = 1_000;
    private const uint RtxSsrc = 1_001;
    private const uint AudioSsrc = 1_002;

    private readonly PacketPool _pool = new();
    private readonly MediaMetrics _metrics = new();
    private readonly NoFeedback _feedback = new();
    private readonly SendLoop _loop = new("test", TimeProvider.System, NullLogger.Instance);
    private readonly StreamPublisher _publisher;
    private readonly FakePeerSender _sender = new();
    private readonly Observer _observer = new();
    private readonly ConcurrentQueue<string> _closed = new();
    private long _picture;

    public WhepSessionTests()
    {
        _publisher = new MediaHub().Open("camera/1/main", [RtpBuilder.Video, RtpBuilder.Audio], _feedback);
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _loop.Dispose();
        _metrics.Dispose();
        Assert.Equal(0, _pool.Outstanding);
        Assert.Equal(0, _pool.OverReturned);
        Assert.False(_sender.HasRepeatedNumber);
        _pool.Dispose();
    }

    [Fact]
    public void Connect_WithCachedPictures_SendsThemAtOnceThenLive()
    {
        PublishPictures(25, packets: 4);
        var session = Connect();
        Until(() => _sender.Packets.Count == 100);
        PublishPictures(5, packets: 4, startsKeyFrame: false);
        Until(() => _sender.Packets.Count == 120);
        var sent = _sender.Packets;
        Assert.All(sent, packet => Assert.Equal((VideoSsrc, (byte)120), (packet.Ssrc, packet.PayloadType)));
        Assert.Equal(Enumerable.Range(0, 120).Select(i => sent[0].Sequence + i), sent.Select(packet => packet.Sequence));
        Assert.Equal(90u * 24, sent[96].Timestamp - sent[0].Timestamp);
        Assert.Equal(3_600u * 5, sent[^1].Timestamp - sent[96].Timestamp);
        Assert.Equal(30, sent.Count(packet => packet.Marker));
        Until(() => _observer.Steps.Count == 4);
        Assert.Equal([WhepStep.Ice, WhepStep.Dtls, WhepStep.FirstPacket, WhepStep.FirstKeyFrame], _observer.Steps);
        End(session, "left");
    }

    [Fact]
    public void Connect_NothingCached_WaitsAsksAndStartsWithTheKeyFrame()
    {
        PublishPictures(3, packets: 2, startsKeyFrame: false);
        var session = Connect();
        Until(() => _feedback.Requests == 1);
        PublishPictures(3, packets: 2, startsKeyFrame: false);
        PublishPictures(1, packets: 2);
        Until(() => _sender.Packets.Count == 2);
        Assert.Equal(RtpBuilder.Idr(200), _sender.Packets[0].Payload);
        End(session, "left");
    }

    [Fact]
    public void Nack_AfterLoss_IsAnsweredOnTheRtxSource()
    {
        PublishPictures(10, packets: 4);
        var session = Connect();
        Until(() => _sender.Packets.Count == 40);
        var lost = _sender.Packets[13];
        Feed(session, (bytes, length) => GenericNack.Write(bytes[length..], 1, VideoSsrc, (ushort)lost.Sequence));
        Until(() => _sender.Packets.Count == 41);
        var again = _sender.Packets[^1];
        Assert.Equal((RtxSsrc, (byte)121), (again.Ssrc, again.PayloadType));
        Assert.Equal(lost.Timestamp, again.Timestamp);
        Assert.Equal(lost.Marker, again.Marker);
        Assert.Equal((ushort)lost.Sequence, BinaryPrimitives.ReadUInt16BigEndian(again.Payload));
        Assert.Equal(lost.Payload, again.Payload[2..]);
        // A number that was never given is not answered.
        Feed(session, (bytes, length) => GenericNack.Write(bytes[length..], 1, VideoSsrc, (ushort)(lost.Sequence + 5_000)));
        PublishPictures(1, packets: 1, startsKeyFrame: false);
        Until(() => _sender.Packets.Count == 42);
        Assert.Equal(VideoSsrc, _sender.Packets[^1].Ssrc);
        End(session, "left");
        Assert.Equal((41, 1, 1), (session.Statistics.Packets, session.Statistics.Retransmitted, session.Statistics.NotRetransmitted));
    }

    [Fact]
    public void Nack_Flood_StaysWithinTheBudget()
    {
        PublishPictures(10, packets: 4);
        var session = Connect();
        Until(() => _sender.Packets.Count == 40);
        var first = _sender.Packets[0].Sequence;
        ushort[] all = [.. Enumerable.Range(0, 40).Select(i => (ushort)(first + i))];
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(300))
        {
            Feed(session, (bytes, length) => GenericNack.Write(bytes[length..], 1, VideoSsrc, all));
        }
        End(session, "left");
        Assert.InRange(session.Statistics.Retransmitted, 40, 128 + 20);
    }

    [Fact]
    public void SenderReports_BothTracks_StartWhenLiveAndNameTheClock()
    {
        PublishPictures(5, packets: 2);
        var session = Connect();
        PublishSound(3);
        Until(() => _sender.SenderReports(VideoSsrc).Count > 0 && _sender.SenderReports(AudioSsrc).Count > 0);
        var report = _sender.SenderReports(VideoSsrc)[0];
        Assert.InRange((DateTimeOffset.UnixEpoch - report.Ntp.ToDateTimeOffset() + Unix()).TotalSeconds, -5, 60);
        Until(() => _sender.SenderReports(VideoSsrc).Count >= 2);
        var later = _sender.SenderReports(VideoSsrc)[1];
        // Between two reports both clocks ran equally long.
        var wall = (later.Ntp.ToDateTimeOffset() - report.Ntp.ToDateTimeOffset()).TotalSeconds;
        Assert.InRange(wall, 0.9, 60);
        Assert.InRange(((later.RtpTimestamp - report.RtpTimestamp) / 90_000.0) - wall, -0.01, 0.01);
        End(session, "left");
        Assert.True(Array.Exists([.. _sender.Reports], bytes => new RtcpCompound(bytes).TryReadNext(out _)));
    }

    [Fact]
    public void PictureLoss_FromManyReports_ReachesTheSource()
    {
        PublishPictures(5, packets: 2);
        var session = Connect();
        Until(() => _sender.Packets.Count == 10);
        Feed(session, (bytes, length) => PictureLossIndication.Write(bytes[length..], 1, VideoSsrc));
        Until(() => _feedback.Requests == 1);
        End(session, "left");
    }

    [Fact]
    public void StreamCloses_Session_SaysGoodbyeAndNamesTheReason()
    {
        PublishPictures(5, packets: 2);
        var session = Connect();
        Until(() => _sender.Packets.Count == 10);
        _publisher.Close("camera offline");
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal(["camera offline"], _observer.Ended);
        Assert.Equal(["camera offline"], _closed);
        Assert.Equal("camera offline", session.EndReason);
        Assert.Equal(2, _sender.Reports.Count(IsGoodbye));
        Assert.Equal(0, _publisher.Stream.SubscriberCount);
    }

    [Fact]
    public void TransportCloses_BeforeItConnected_EndsOnceWithTheFirstReason()
    {
        var session = Make();
        session.Start(_sender, _closed.Enqueue);
        ((IPeerTransportSink)session).OnClosed("never-connected");
        session.End("later");
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal(["never-connected"], _observer.Ended);
        Assert.Empty(_sender.Packets);
        Assert.Equal(0, _loop.ClientCount);
    }

    [Fact]
    public void SourceLoss_Viewer_SeesOneMissingNumber()
    {
        PublishPictures(1, packets: 2);
        var session = Connect();
        Until(() => _sender.Packets.Count == 2);
        PublishPictures(1, packets: 2, startsKeyFrame: false, discontinuity: true);
        Until(() => _sender.Packets.Count == 4);
        var sent = _sender.Packets;
        Assert.Equal([0L, 1, 3, 4], sent.Select(packet => packet.Sequence - sent[0].Sequence));
        End(session, "left");
    }

    [Fact]
    public void Source_StartsToSendBFrames_EndsTheSessionWithThatReason()
    {
        PublishPictures(5, packets: 2);
        var session = Connect();
        Until(() => _sender.Packets.Count == 10);
        _publisher.Tracks[0].UpdateFormat(RtpBuilder.Video with { HasBFrames = true });
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal(["not-playable-b-frames"], _observer.Ended);
        Assert.Equal(["not-playable-b-frames"], _closed);
        Assert.Equal("not-playable-b-frames", session.EndReason);
    }

    [Fact]
    public void Source_ChangesToOtherPlayableParameterSets_GoesOn()
    {
        PublishPictures(5, packets: 2);
        var session = Connect();
        Until(() => _sender.Packets.Count == 10);
        _publisher.Tracks[0].UpdateFormat(RtpBuilder.Video.WithParameterSets([.. RtpBuilder.Sps], [.. RtpBuilder.Pps]));
        Until(() => _sender.SenderReports(VideoSsrc).Count >= 2); // ten looks at the format
        Assert.Null(session.EndReason);
        End(session, "left");
    }

    private static DateTimeOffset UtcNow() => TimeProvider.System.GetUtcNow();

    private static TimeSpan Unix() => UtcNow() - DateTimeOffset.UnixEpoch;

    private static bool IsGoodbye(byte[] bytes)
    {
        var compound = new RtcpCompound(bytes);
        while (compound.TryReadNext(out var packet))
        {
            if (packet.Type == RtcpPacketType.Goodbye)
            {
                return true;
            }
        }
        return false;
    }

    private static void Until(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(60)), "The condition did not come true within a minute.");

    private WhepSession Make() =>
        new(
            "s1",
            _publisher.Stream,
            [
                new NegotiatedTrack(0, "0", 120, 121, VideoSsrc, RtxSsrc, "command"),
                new NegotiatedTrack(1, "1", 0, null, AudioSsrc, 0, "command"),
            ],
            _loop,
            _observer,
            _metrics,
            TimeProvider.System
        );

    private WhepSession Connect()
    {
        var session = Make();
        session.Start(_sender, _closed.Enqueue);
        IPeerTransportSink sink = session;
        sink.OnIceConnected();
        sink.OnConnected();
        return session;
    }

    private void End(WhepSession session, string reason)
    {
        session.End(reason);
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal([reason], _observer.Ended);
    }

    private static void Feed(WhepSession session, WriteFeedback write)
    {
        var bytes = new byte[1_024];
        var length = ReceiverReport.Write(bytes, 1);
        length += write(bytes, length);
        ((IPeerTransportSink)session).OnRtcp(bytes.AsSpan(0, length), Stopwatch.GetTimestamp());
    }

    private void PublishPictures(int count, int packets, bool startsKeyFrame = true, bool discontinuity = false)
    {
        for (var i = 0; i < count; i++, _picture++)
        {
            for (var part = 0; part < packets; part++)
            {
                var packet = RtpBuilder.Packet(
                    _pool,
                    RtpBuilder.Idr(200 + part),
                    _picture * 3_600,
                    marker: part == packets - 1,
                    startsKeyFrame: startsKeyFrame && i == 0 && part == 0,
                    discontinuity: discontinuity && part == 0,
                    arrival: Stopwatch.GetTimestamp()
                );
                _publisher.Tracks[0].Publish(packet);
                packet.Release();
            }
        }
    }

    private void PublishSound(int count)
    {
        Until(() => _publisher.Stream.Tracks[1].SubscriberCount > 0);
        for (var i = 0; i < count; i++)
        {
            var packet = RtpBuilder.Packet(_pool, new byte[160], i * 1_800, startsKeyFrame: true, arrival: Stopwatch.GetTimestamp());
            _publisher.Tracks[1].Publish(packet);
            packet.Release();
        }
    }

    private delegate int WriteFeedback(Span<byte> bytes, int offset);

    private sealed class Observer : IWhepSessionObserver
    {
        public ConcurrentQueue<WhepStep> Steps { get; } = new();

        public ConcurrentQueue<string> Ended { get; } = new();

        public void OnStep(WhepSession session, WhepStep step, TimeSpan elapsed) => Steps.Enqueue(step);

        public void OnEnded(WhepSession session, string reason) => Ended.Enqueue(reason);
    }
}
