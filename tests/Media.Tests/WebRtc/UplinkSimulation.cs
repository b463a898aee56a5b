using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtp;
using Command.Media.Telemetry;
using Command.Media.Tests.Hub;
using Command.Media.WebRtc;
using Command.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Command.Media.Tests.WebRtc;

/// <summary>
/// One track between a simulated publisher and a reader of its stream, over a link that loses and delays, in steps of a millisecond of
/// made-up time. Loss is decided for each packet by the caller, both ways.
/// </summary>
internal sealed class UplinkSimulation : IPeerSender, ITrackFeedback, IDisposable
{
    private const int PicturePeriod = 40;
    private const int TickPeriod = 100;
    private const int HoldPeriod = 5;
    private readonly PacketPoolFixture _fixture = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly PriorityQueue<byte[], (int At, int Order)> _up = new();
    private readonly PriorityQueue<byte[], (int At, int Order)> _down = new();
    private readonly RoundTripMeter _roundTrip = new();
    private readonly StreamPublisher _publisher;
    private readonly CountingSignal _signal = new();
    private readonly TrackSubscription _subscription;
    private readonly FeedbackSender _feedback = new(77, "test"u8.ToArray(), isReducedSize: true);
    private readonly int _oneWay;
    private int _now;
    private int _order;

    public UplinkSimulation(CodecKind codec, int roundTrip)
    {
        var format = new TrackFormat(MediaKind.Video, codec, 90_000, 0, SimulatedPublisher.PayloadType, codec.ToString());
        _oneWay = roundTrip / 2;
        _publisher = new MediaHub().Open("recorder/1/live", [format], this);
        _subscription = _publisher.Stream.Tracks[0].Subscribe(SubscriptionStart.Live, _signal);
        Publisher = new SimulatedPublisher(codec);
        Track = new InboundTrack(
            _publisher.Tracks[0],
            new NegotiatedInbound(format, "0") { RtxPayloadType = SimulatedPublisher.RtxPayloadType, HasNack = true },
            77,
            "test",
            _roundTrip,
            _fixture.Pool,
            new FaultTally(_time, TimeSpan.FromSeconds(1), null),
            _time
        );
    }

    public SimulatedPublisher Publisher { get; }

    public InboundTrack Track { get; }

    /// <summary>Which media packets are lost; numbered from 0.</summary>
    public Func<int, bool> LoseMedia { get; set; } = _ => false;

    /// <summary>Which retransmissions are lost.</summary>
    public Func<int, bool> LoseRepair { get; set; } = _ => false;

    /// <summary>Which requests are lost.</summary>
    public Func<int, bool> LoseRequest { get; set; } = _ => false;

    /// <summary>More delay of a media packet, in milliseconds.</summary>
    public Func<int, int> Delay { get; set; } = _ => 0;

    public int Lost { get; private set; }

    public TimeSpan? RoundTrip => _roundTrip.Current;

    /// <summary>What the stream's reader got, in its order.</summary>
    public List<(byte[] Payload, bool AfterGap)> Read { get; } = [];

    /// <summary>Longest time between two packets at the reader while pictures came evenly.</summary>
    public int LongestWait { get; private set; }

    public bool IsConnected => true;

    private int _mediaCount;
    private int _repairCount;
    private int _requestCount;
    private int _readAt;

    /// <summary>Lets the publisher send for a while, then lets what is under way arrive.</summary>
    public void Run(int milliseconds, int packets = 6)
    {
        for (var end = _now + milliseconds; _now < end; )
        {
            if (_now % PicturePeriod == 0)
            {
                var picture = Publisher.NextPicture(packets);
                for (var i = 0; i < picture.Count; i++)
                {
                    // Paced over half the time to the next picture, as browsers do.
                    SendUp(picture[i], _now + (i * PicturePeriod / 2 / picture.Count), isRepair: false);
                }
            }
            Step();
        }
        for (var i = 0; i < 2_500; i++)
        {
            Step();
        }
    }

    public void RequestKeyFrame() => Track.RequestKeyFrame();

    public Span<byte> ReserveRtp(int maxLength) => throw new InvalidOperationException("Nothing is sent to a publisher.");

    public void CommitRtp(int length) => throw new InvalidOperationException("Nothing is sent to a publisher.");

    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        if (!LoseRequest(_requestCount++))
        {
            _down.Enqueue(compound.ToArray(), (_now + _oneWay, _order++));
        }
    }

    public void Flush() { }

    public void Dispose()
    {
        Track.Dispose();
        _subscription.Dispose();
        _publisher.Dispose();
        _signal.Dispose();
        _fixture.Dispose();
    }

    private void SendUp(byte[] packet, int at, bool isRepair)
    {
        var number = isRepair ? _repairCount++ : _mediaCount++;
        if (isRepair ? LoseRepair(number) : LoseMedia(number))
        {
            Lost += isRepair ? 0 : 1;
            return;
        }
        _up.Enqueue(packet, (at + _oneWay + (isRepair ? 0 : Delay(number)), _order++));
    }

    private void Step()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _now++;
        while (_down.TryPeek(out var request, out var due) && due.At <= _now)
        {
            _down.Dequeue();
            foreach (var again in Publisher.Receive(request))
            {
                SendUp(again, _now, isRepair: true);
            }
        }
        var mustRun = false;
        while (_up.TryPeek(out var packet, out var due) && due.At <= _now)
        {
            _up.Dequeue();
            mustRun |= Receive(packet);
        }
        var now = _time.GetTimestamp();
        if (_now % TickPeriod == 0)
        {
            Track.Tick(now);
        }
        if (mustRun || _now % TickPeriod == 0 || (Track.IsWaiting && _now % HoldPeriod == 0))
        {
            Track.Run(this, _feedback, now);
        }
        ReadAll();
    }

    private bool Receive(byte[] packet)
    {
        Assert.Equal(RtpParseError.None, RtpPacketView.TryParse(packet, out var view));
        if (view.PayloadType == SimulatedPublisher.RtxPayloadType)
        {
            Track.ReceiveRepair(view, packet.Length, _time.GetTimestamp());
            return false;
        }
        return Track.Receive(packet, view, _time.GetTimestamp());
    }

    private void ReadAll()
    {
        while (_subscription.TryRead(out var packet, out _))
        {
            LongestWait = _readAt == 0 ? 0 : Math.Max(LongestWait, _now - _readAt);
            _readAt = _now;
            Read.Add((packet.Payload.ToArray(), packet.Discontinuity));
            packet.Release();
        }
    }
}
