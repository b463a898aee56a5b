using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.Telemetry;
using Command.Media.WebRtc;
using Command.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

public sealed class WhipSessionTests : IDisposable
{
    private const string Name = "recorder/1/live";
    private const byte SoundType = 111;
    private const uint SoundSsrc = 0xBBBB_0001;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PacketPoolFixture _fixture = new();
    private readonly MediaMetrics _metrics = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly MediaHub _hub = new();
    private readonly SendLoop _loop;
    private readonly Observer _observer = new();
    private readonly FakePeerSender _sender = new();
    private readonly ConcurrentQueue<string> _closed = new();
    private readonly SimulatedPublisher _publisher = new(CodecKind.H264);
    private readonly FaultTally _faults;
    private ushort _transportSequence;
    private ushort _soundSequence = 7;

    public WhipSessionTests()
    {
        _loop = new SendLoop("test", _time, NullLogger.Instance);
        _faults = new FaultTally(_time, TimeSpan.FromMinutes(1), null);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _metrics.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public void OnRtp_FirstMedia_OpensTheStreamAndPublishes()
    {
        var session = Connect();
        Assert.False(_hub.TryFind(Name, out _));
        SendPicture(session);
        Assert.True(_hub.TryFind(Name, out var stream));
        Assert.Equal([CodecKind.H264, CodecKind.Opus], stream.Tracks.Select(track => track.Format.Codec));
        Assert.Equal(_publisher.Payloads.Count, (int)stream.Tracks[0].History.Head);
        SendSound(session);
        Assert.Equal(1, stream.Tracks[1].History.Head);
        Assert.Equal((640, 360), (stream.Tracks[0].Format.Width, stream.Tracks[0].Format.Height));
        End(session, "left");
    }

    [Fact]
    public void OnRtp_WhatWasNotNegotiated_OpensNothing()
    {
        var session = Connect();
        Receive(session, RtpBuilder.Datagram([1, 2, 3], 1, 1, payloadType: 99));
        Receive(session, RtpBuilder.Datagram([0, 1, 2, 3], 1, 1, payloadType: SimulatedPublisher.RtxPayloadType));
        Receive(session, RtpBuilder.Datagram([], 1, 1, payloadType: SimulatedPublisher.PayloadType));
        Receive(session, [0x00, 0x01]);
        Assert.False(_hub.TryFind(Name, out _));
        Assert.Equal((1L, 1L), (_faults.Count(MediaFault.UnexpectedPayloadType), _faults.Count(MediaFault.BadRtp)));
        End(session, "left");
    }

    [Fact]
    public void Rfc8843_9_2_Mid_decides_where_the_source_is_not_in_the_offer()
    {
        var session = Connect();
        Receive(session, WithExtension(RtpBuilder.Datagram([0x41, 0x9A], 1, 1, payloadType: 102, ssrc: 5), 4, "other"u8));
        Assert.False(_hub.TryFind(Name, out _));
        Receive(session, WithExtension(RtpBuilder.Datagram([0x41, 0x9A], 2, 1, payloadType: 102, ssrc: 5), 4, "1"u8));
        Assert.True(_hub.TryFind(Name, out _));
        End(session, "left");
    }

    [Fact]
    public void End_ByItsOwner_FreesTheNameBeforeItReturns()
    {
        var session = Connect();
        SendPicture(session);
        Assert.True(_hub.TryFind(Name, out var stream));
        session.End("taken-over");
        Assert.False(_hub.TryFind(Name, out _));
        Assert.Equal("taken-over", stream.CloseReason);
        Assert.Equal(1, _observer.Released);
        SendPicture(session);
        session.End("again");
        Assert.False(_hub.TryFind(Name, out _));
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal(["taken-over"], _observer.Ended);
        Assert.Equal(["taken-over"], _closed);
        Assert.Equal(1, _observer.Released);
        Assert.Contains(_sender.Reports, report => Has(report, packet => packet.Type == RtcpPacketType.Goodbye));
    }

    [Fact]
    public void OnRtp_NameOpenedByAnother_EndsTheSession()
    {
        var session = Connect();
        using var driver = _hub.Open(Name, [RtpBuilder.Video], new Hub.NoFeedback());
        SendPicture(session);
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal([PeerCloseReason.StreamTaken], _observer.Ended);
        Assert.Null(driver.Stream.CloseReason);
    }

    [Fact]
    public void OnRtcp_GoodbyeOfAllSources_EndsTheSessionAtOnce()
    {
        var session = Connect();
        SendPicture(session);
        SendSound(session);
        SayGoodbye(session, SimulatedPublisher.Ssrc);
        Assert.Null(session.EndReason);
        SayGoodbye(session, SoundSsrc);
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal([PeerCloseReason.PeerClosed], _observer.Ended);
        Assert.False(_hub.TryFind(Name, out _));
    }

    [Fact]
    public void OnClosed_ByThePeer_EndsTheStream()
    {
        var session = Connect();
        SendPicture(session);
        ((IPeerTransportSink)session).OnClosed(PeerCloseReason.PeerClosed);
        Assert.False(_hub.TryFind(Name, out _));
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal([PeerCloseReason.PeerClosed], _observer.Ended);
    }

    [Fact]
    public void Run_Loss_IsAskedForByTheSendLoop()
    {
        var session = Connect();
        SendPicture(session);
        var picture = _publisher.NextPicture(6);
        picture.RemoveAt(2);
        picture.ForEach(packet => Receive(session, packet));
        Advance(() => Array.Exists([.. _sender.Reports], report => _publisher.Receive(report).Count > 0));
        var missing = _publisher.Nacked;
        Assert.Equal(1, missing);
        End(session, "left");
    }

    [Fact]
    public void Run_Arrivals_AreToldWithinATick()
    {
        var session = Connect();
        SendPicture(session);
        Advance(() => Feedback().Count > 0);
        var (_, _, count, statuses) = Feedback()[0];
        Assert.Equal(0, count);
        Assert.Equal(0, statuses[0].Sequence);
        Assert.All(statuses, status => Assert.NotNull(status.Ticks));
        End(session, "left");
    }

    [Fact]
    public void RequestKeyFrame_ByAViewer_ReachesThePublisher()
    {
        var session = Connect();
        SendPicture(session);
        Assert.True(_hub.TryFind(Name, out var stream));
        _time.Advance(TimeSpan.FromMilliseconds(10));
        KeyFrameRequestThrottle.Of(stream.Tracks[0]).Request(_time.GetTimestamp(), _time);
        Until(() => Array.Exists([.. _sender.Reports], report => Has(report, IsPictureLoss)));
        End(session, "left");
    }

    [Fact]
    public void Tick_EverySecond_ReportsAndTellsFacts()
    {
        var session = Connect();
        for (var i = 0; i < 100; i++)
        {
            SendPicture(session);
            SendSound(session);
            Step();
        }
        Until(() => _observer.Facts.Any(facts => facts.BitsPerSecond > 0));
        var facts = _observer.Facts.Last();
        Assert.Equal((session.Id, Name, PublisherState.Live), (facts.SessionId, facts.StreamName, facts.State));
        Assert.InRange(facts.FramesPerSecond, 20, 30);
        Assert.InRange(facts.BitsPerSecond, 900_000, 1_500_000);
        Assert.Equal(0, facts.FractionLost);
        Assert.NotNull(facts.LastPacketAt);
        Assert.InRange(_time.GetUtcNow() - facts.LastPacketAt.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(640, facts.Formats[0].Width);
        Assert.InRange(_observer.Facts.Count, 2, 8);
        Assert.Contains(_sender.Reports, report => Has(report, packet => packet.Type == RtcpPacketType.ExtendedReport));
        End(session, "left");
    }

    [Fact]
    public void Rfc3611_4_5_Answer_to_our_time_gives_the_round_trip()
    {
        var session = Connect();
        SendPicture(session);
        byte[]? report = null;
        Advance(() =>
            (report = Array.Find([.. _sender.Reports], sent => Has(sent, packet => packet.Type == RtcpPacketType.ExtendedReport)))
                is not null
        );
        var at = report!.Length - ExtendedReport.ReferenceTimeLength;
        var own = BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(at + 4));
        var sent = BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(at + 14));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        var answer = new byte[24];
        RtcpCompound.WriteHeader(answer, RtcpPacketType.ExtendedReport, 0, answer.Length);
        answer[8] = 5;
        answer[11] = 3;
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(12), own);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(16), sent);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(20), 65_536 / 10);
        ((IPeerTransportSink)session).OnRtcp(answer, _time.GetTimestamp());
        Advance(() => session.Facts.RoundTrip is not null);
        Assert.InRange(session.Facts.RoundTrip!.Value.TotalMilliseconds, 149, 500);
        End(session, "left");
    }

    [Fact]
    public void Tick_NoMediaForAMinute_IsSilentThenEnds()
    {
        var session = Connect();
        SendPicture(session);
        Advance(() => session.Facts.State == PublisherState.Live);
        Advance(() => session.Facts.State == PublisherState.Silent);
        Assert.True(_hub.TryFind(Name, out _));
        SendPicture(session);
        Advance(() => session.Facts.State == PublisherState.Live);
        Advance(() => !_observer.Ended.IsEmpty);
        Assert.Equal([PeerCloseReason.NoMedia], _observer.Ended);
        Assert.False(_hub.TryFind(Name, out _));
    }

    [Fact]
    public void Fail_InTheSendLoop_EndsTheSession()
    {
        var session = Connect();
        SendPicture(session);
        ((ISendLoopClient)session).Fail(new InvalidOperationException("defect"));
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal(["internal-error"], _observer.Ended);
        Assert.False(_hub.TryFind(Name, out _));
    }

    private WhipSession Connect()
    {
        ImmutableArray<NegotiatedInbound> numbers =
        [
            new(new TrackFormat(MediaKind.Video, CodecKind.H264, 90_000, 0, SimulatedPublisher.PayloadType, "H264"), "1")
            {
                RtxPayloadType = SimulatedPublisher.RtxPayloadType,
                HasNack = true,
                HasReducedSize = true,
                TransportSequenceId = 3,
                MidId = 4,
            },
            new(new TrackFormat(MediaKind.Audio, CodecKind.Opus, 48_000, 2, SoundType, "opus"), "0")
            {
                Ssrc = SoundSsrc,
                HasReducedSize = true,
                MidId = 4,
            },
        ];
        var session = new WhipSession(
            "s1",
            Name,
            numbers,
            _loop,
            _observer,
            new WhipSessionServices(_hub, _fixture.Pool, _faults, _metrics, _time)
        );
        session.Start(_sender, _closed.Enqueue);
        ((IPeerTransportSink)session).OnConnected();
        return session;
    }

    private void End(WhipSession session, string reason)
    {
        session.End(reason);
        Until(() => !_observer.Ended.IsEmpty);
        Assert.Equal([reason], _observer.Ended);
    }

    private void SendPicture(WhipSession session) => _publisher.NextPicture(5).ForEach(packet => Receive(session, packet));

    private void SendSound(WhipSession session) =>
        Receive(
            session,
            RtpBuilder.Datagram(new byte[80], _soundSequence++, _soundSequence * 960u, payloadType: SoundType, ssrc: SoundSsrc)
        );

    private void Receive(WhipSession session, byte[] packet)
    {
        Span<byte> sequence = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(sequence, _transportSequence);
        if (packet.Length > 12 && packet[0] == 0x80 && (packet[1] & 0x7F) == SimulatedPublisher.PayloadType)
        {
            _transportSequence++;
            packet = WithExtension(packet, 3, sequence);
        }
        ((IPeerTransportSink)session).OnRtp(packet, _time.GetTimestamp());
    }

    private static byte[] WithExtension(byte[] packet, int id, ReadOnlySpan<byte> value)
    {
        Assert.Equal(RtpParseError.None, RtpPacketView.TryParse(packet, out var view));
        var longer = new byte[packet.Length + 32];
        var writer = new RtpPacketWriter(longer, view.Marker, view.PayloadType, view.SequenceNumber, view.Timestamp, view.Ssrc);
        writer.AddExtension(id, value);
        var start = writer.EndHeader();
        view.Payload.CopyTo(longer.AsSpan(start));
        return longer[..(start + view.PayloadLength)];
    }

    private void SayGoodbye(WhipSession session, uint source)
    {
        var bytes = new byte[64];
        var length = ReceiverReport.Write(bytes, source);
        length += Goodbye.Write(bytes.AsSpan(length), source);
        ((IPeerTransportSink)session).OnRtcp(bytes.AsSpan(0, length), _time.GetTimestamp());
    }

    private List<(uint Sender, uint Media, byte Count, List<(ushort Sequence, long? Ticks)> Statuses)> Feedback() =>
        [
            .. _sender
                .Reports.Where(report => report[1] == 205 && (report[0] & 0x1F) == 15)
                .Select(report => TransportFeedbackReader.Read(report)),
        ];

    private static bool IsPictureLoss(RtcpPacketView packet) =>
        PictureLossIndication.TryRead(packet, out var source) && source == SimulatedPublisher.Ssrc;

    private static bool Has(byte[] compound, PacketTest test)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryReadNext(out var packet))
        {
            if (test(packet))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>One picture's time, and a turn of the send loop for it.</summary>
    private void Step()
    {
        _time.Advance(TimeSpan.FromMilliseconds(40));
        Thread.Yield();
    }

    private void Advance(Func<bool> condition) =>
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    _time.Advance(TimeSpan.FromMilliseconds(20));
                    return condition();
                },
                Patience
            )
        );

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));

    private delegate bool PacketTest(RtcpPacketView packet);

    private sealed class Observer : IWhipSessionObserver
    {
        private int _released;

        public ConcurrentQueue<PublisherFacts> Facts { get; } = new();

        public ConcurrentQueue<string> Ended { get; } = new();

        public int Released => Volatile.Read(ref _released);

        public void OnFacts(WhipSession session, PublisherFacts facts) => Facts.Enqueue(facts);

        public void OnReleased(WhipSession session) => Interlocked.Increment(ref _released);

        public void OnEnded(WhipSession session, string reason) => Ended.Enqueue(reason);
    }
}
