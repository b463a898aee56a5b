using System.Buffers.Binary;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Ingest;
using Command.Media.Rtcp;
using Command.Media.Rtp;
using Command.Media.RtpPayload;
using Command.Media.Telemetry;

namespace Command.Media.WebRtc;

/// <summary>
/// One track of a publisher on its way in: copies packets to <see cref="RtpTrackReceiver"/>, asks for lost ones and for key frames.
/// </summary>
/// <remarks>
/// The mux receive thread brings packets, the send loop takes requests and looks at the clock; they meet at one lock that is held for a
/// few comparisons. Allocates nothing per packet.
/// </remarks>
internal sealed class InboundTrack : IDisposable
{
    /// <summary>Numbers in one negative acknowledgement: it fits a packet whatever their distances are.</summary>
    private const int NumbersPerPacket = 128;

    /// <summary>Two bytes before the payload of a retransmission (RFC 4588 §4).</summary>
    private const int OriginalSequenceLength = 2;

    /// <summary>For as much as a second at eight megabits.</summary>
    private const int RepairWindow = 512;

    /// <summary>Without repair only overtaking is waited for.</summary>
    private const int PlainWindow = 32;
    private static readonly TimeSpan PlainDeadline = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly TrackPublisher _publisher;
    private readonly NegotiatedInbound _numbers;
    private readonly RtpTrackReceiver _receiver;
    private readonly NackGenerator? _nack;
    private readonly KeyFrameRequestThrottle _keyFrames;
    private readonly KeyFrameWish _keyFrame;
    private readonly RoundTripMeter _roundTrip;
    private readonly PacketPool _pool;
    private readonly TimeProvider _time;
    private readonly uint _ownSsrc;
    private SequenceUnwrapper _sequences;
    private uint? _source;
    private long _packets;
    private long _bytes;
    private long _pictures;
    private long _lastArrival = long.MinValue;
    private long _breaks;
    private int _missing;
    private volatile bool _saidGoodbye;

    /// <summary>Makes a track that has received nothing.</summary>
    /// <param name="publisher">Where packets go.</param>
    /// <param name="numbers">What the publisher was told.</param>
    /// <param name="ownSsrc">SSRC of our reports and requests.</param>
    /// <param name="canonicalName">CNAME of our reports.</param>
    /// <param name="roundTrip">The peer's; fed here too.</param>
    /// <param name="pool">Gives buffers for packets.</param>
    /// <param name="faults">Counts what is wrong with packets.</param>
    /// <param name="time">The clock.</param>
    public InboundTrack(
        TrackPublisher publisher,
        NegotiatedInbound numbers,
        uint ownSsrc,
        string canonicalName,
        RoundTripMeter roundTrip,
        PacketPool pool,
        FaultTally faults,
        TimeProvider time
    )
    {
        _publisher = publisher;
        _numbers = numbers;
        _ownSsrc = ownSsrc;
        _roundTrip = roundTrip;
        _pool = pool;
        _time = time;
        _nack = numbers.HasNack ? new NackGenerator(time) : null;
        _keyFrames = KeyFrameRequestThrottle.Of(publisher.Track);
        _keyFrame = new KeyFrameWish(time);
        _receiver = new RtpTrackReceiver(
            publisher,
            new RtpTrackReceiverOptions
            {
                ReorderWindow = _nack is null ? PlainWindow : RepairWindow,
                ReorderDeadline = _nack is null ? PlainDeadline : RepairPace.Wait(roundTrip.Assumed),
                ReceiverSsrc = ownSsrc,
                CanonicalName = canonicalName,
            },
            pool,
            time,
            faults
        );
    }

    /// <summary>Whether it carries pictures.</summary>
    public bool IsVideo => _numbers.Format.Kind == MediaKind.Video;

    /// <summary>What the track carries now.</summary>
    public TrackFormat Format => _publisher.Track.Format;

    /// <summary>Received and lost, before repair.</summary>
    public ReceptionStatistics Statistics => _receiver.Statistics;

    /// <summary>Packets received, repairs included.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Bytes of RTP received, repairs included.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Pictures received, counted by their ends.</summary>
    public long Pictures => Volatile.Read(ref _pictures);

    /// <summary>Packets that came again in time.</summary>
    public long Repaired => _receiver.Repaired;

    /// <summary>Packets that are missing for good.</summary>
    public long GivenUp => _receiver.GivenUp;

    /// <summary>Numbers asked for by negative acknowledgements.</summary>
    public long Requested => _nack?.Requested ?? 0;

    /// <summary>Key frames asked for, repetitions included.</summary>
    public long PictureLosses { get; private set; }

    /// <summary>Arrival of the last packet with content (<see cref="TimeProvider.GetTimestamp"/>), or null.</summary>
    public long? LastArrival => Volatile.Read(ref _lastArrival) is var last && last != long.MinValue ? last : null;

    /// <summary>Whether the source said goodbye and was silent since.</summary>
    public bool SaidGoodbye => _saidGoodbye;

    /// <summary>Whether the send loop should come back in a few milliseconds: something is missing.</summary>
    public bool IsWaiting => _receiver.IsWaiting || Volatile.Read(ref _missing) != 0;

    /// <summary>Takes a packet; borrows it. Receive thread.</summary>
    /// <param name="datagram">Clear text.</param>
    /// <param name="view">The same, checked; its payload type is the track's.</param>
    /// <param name="arrival"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    /// <returns>Whether the send loop has something to do.</returns>
    public bool Receive(ReadOnlySpan<byte> datagram, RtpPacketView view, long arrival)
    {
        Count(datagram.Length);
        if (view.PayloadLength > 0)
        {
            Volatile.Write(ref _lastArrival, arrival);
            _saidGoodbye = false;
            if (view.Marker && IsVideo)
            {
                Volatile.Write(ref _pictures, _pictures + 1);
            }
        }
        _receiver.ReceiveRtp(_pool.RentCopy(datagram), arrival);
        var isMissing = _nack is not null && Follow(_nack, view, arrival);
        AskIfBroken(arrival);
        return isMissing;
    }

    /// <summary>Takes a retransmission, gives it back its own header and passes it on (RFC 4588 §4); borrows it. Receive thread.</summary>
    /// <param name="view">The packet, checked; its payload type is that of retransmissions.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="arrival"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    public void ReceiveRepair(RtpPacketView view, int length, long arrival)
    {
        Count(length);
        // Senders fill gaps in their probes with retransmissions that repair nothing, or with padding alone.
        if (view.PayloadLength < OriginalSequenceLength || _receiver.Source is not { } source)
        {
            return;
        }
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(view.Payload);
        var payload = view.Payload[OriginalSequenceLength..];
        var buffer = _pool.Rent(RtpPacketView.FixedHeaderLength + payload.Length);
        RtpPacketWriter.WriteHeader(buffer.Span, view.Marker, _numbers.Format.PayloadType, sequence, view.Timestamp, source);
        payload.CopyTo(buffer.Span[RtpPacketView.FixedHeaderLength..]);
        buffer.Length = RtpPacketView.FixedHeaderLength + payload.Length;
        var isMissed = TryResolve(sequence, arrival, out var due);
        if (_receiver.ReceiveRepair(buffer, due, arrival) && !isMissed)
        {
            Follow(sequence, arrival);
        }
        AskIfBroken(arrival);
    }

    /// <summary>Takes RTCP; borrows it. Receive thread.</summary>
    public void ReceiveRtcp(ReadOnlySpan<byte> compound, long arrival)
    {
        _receiver.ReceiveRtcp(compound, arrival);
        if (_receiver.Source is not { } source)
        {
            return;
        }
        var packets = new RtcpCompound(compound);
        while (packets.TryReadNext(out var packet))
        {
            _saidGoodbye |= Goodbye.Names(packet, source);
        }
    }

    /// <summary>A reader needs a key frame. Any thread.</summary>
    public void RequestKeyFrame() => _keyFrame.Ask();

    /// <summary>Sends what is to be asked for now, and passes on what has waited long enough. Send loop.</summary>
    public void Run(IPeerSender sender, FeedbackSender feedback, long now)
    {
        if (_nack is { } nack && Volatile.Read(ref _missing) != 0)
        {
            SendNacks(nack, sender, feedback, now);
        }
        if (_receiver.IsWaiting)
        {
            _receiver.Poll(now);
            AskIfBroken(now);
        }
        if (IsVideo)
        {
            SendKeyFrameRequest(sender, feedback, now);
        }
    }

    /// <summary>A few times per second. Send loop.</summary>
    public void Tick(long now)
    {
        if (_nack is not null)
        {
            _receiver.UseReorderDeadline(RepairPace.Wait(_roundTrip.Assumed));
        }
        if (!IsVideo)
        {
            return;
        }
        var track = _publisher.Track;
        if (track is { LastPacketTimestamp: not null, LastKeyFrameTimestamp: null })
        {
            // Its first key frame was lost before anybody could miss it.
            _keyFrames.Request(now, _time);
        }
        else
        {
            _keyFrames.Poll(now, _time);
        }
    }

    /// <summary>Writes a receiver report with CNAME (RFC 3550 §6.4.2). Send loop.</summary>
    /// <param name="destination">At least 128 bytes.</param>
    /// <returns>Length in bytes.</returns>
    public int WriteReport(Span<byte> destination) => _receiver.WriteReceiverReport(destination);

    /// <summary>Lets go what waits.</summary>
    public void Dispose() => _receiver.Dispose();

    private void Count(int length)
    {
        Volatile.Write(ref _packets, _packets + 1);
        Volatile.Write(ref _bytes, _bytes + length);
    }

    private bool Follow(NackGenerator nack, RtpPacketView view, long arrival)
    {
        if (_receiver.Source != view.Ssrc)
        {
            return false;
        }
        bool isMissing;
        var isReplaced = false;
        ushort? oldest = null;
        lock (_gate)
        {
            if (_source != view.Ssrc)
            {
                _source = view.Ssrc;
                _sequences = default;
                nack.Reset();
            }
            var sequence = _sequences.Unwrap(view.SequenceNumber);
            isMissing = nack.OnPacket(sequence, arrival, out var isOutage);
            if (isOutage)
            {
                oldest = view.SequenceNumber;
            }
            else if (_keyFrame.IsOpen && nack.Count > 0 && KeyFrameDetector.StartsKeyFrame(_numbers.Format.Codec, view.Payload))
            {
                oldest = (ushort)nack.ForgetBeforeKeyFrame(sequence);
                isReplaced = true;
            }
            Volatile.Write(ref _missing, nack.Count);
        }
        if (oldest is { } number)
        {
            _receiver.GiveUpBefore(number, arrival);
            if (isReplaced)
            {
                // What is lost before the key frame that was asked for is no reason to ask for another.
                Interlocked.Exchange(ref _breaks, _receiver.Breaks);
            }
        }
        return isMissing;
    }

    /// <summary>A packet that nobody missed yet came by its repair: it is not to be asked for when a newer one shows the gap.</summary>
    private void Follow(ushort sequence, long arrival)
    {
        lock (_gate)
        {
            if (_nack is not null)
            {
                _nack.OnPacket(_sequences.Unwrap(sequence), arrival, out _);
                Volatile.Write(ref _missing, _nack.Count);
            }
        }
    }

    /// <summary>Takes a packet that came again off the list.</summary>
    /// <param name="sequence">Its original number.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="due">When it should have come.</param>
    /// <returns>Whether it was missed.</returns>
    private bool TryResolve(ushort sequence, long arrival, out long due)
    {
        due = arrival;
        lock (_gate)
        {
            if (_nack is null || !_nack.TryResolve(_sequences.Unwrap(sequence), out var missed))
            {
                return false;
            }
            Volatile.Write(ref _missing, _nack.Count);
            MeasureRoundTrip(missed, arrival);
            due = missed.NoticedAt;
            return true;
        }
    }

    /// <summary>
    /// Of several requests nobody knows which one was answered, unless the answer came too soon to be that of the last: while the round
    /// trip is taken for shorter than it is, every packet is asked for twice, and something has to tell.
    /// </summary>
    private void MeasureRoundTrip(MissedPacket missed, long arrival)
    {
        if (missed.Requests == 1 || (missed.Requests > 1 && _time.GetElapsedTime(missed.LastAskedAt, arrival) < _roundTrip.Assumed / 2))
        {
            _roundTrip.OnRepair(_time.GetElapsedTime(missed.FirstAskedAt, arrival));
        }
    }

    private void AskIfBroken(long now)
    {
        var breaks = _receiver.Breaks;
        if (Interlocked.Exchange(ref _breaks, breaks) != breaks && IsVideo)
        {
            _keyFrames.Request(now, _time);
        }
    }

    private void SendNacks(NackGenerator nack, IPeerSender sender, FeedbackSender feedback, long now)
    {
        Span<ushort> numbers = stackalloc ushort[NumbersPerPacket];
        Span<byte> packet = stackalloc byte[12 + (NumbersPerPacket * 4)];
        int count;
        do
        {
            uint source;
            lock (_gate)
            {
                count = nack.Collect(numbers, now, _roundTrip.Assumed);
                source = _source ?? 0;
                Volatile.Write(ref _missing, nack.Count);
            }
            if (count > 0)
            {
                feedback.Send(sender, packet[..GenericNack.Write(packet, _ownSsrc, source, numbers[..count])]);
            }
        } while (count == NumbersPerPacket);
    }

    private void SendKeyFrameRequest(IPeerSender sender, FeedbackSender feedback, long now)
    {
        var interval = RepairPace.KeyFrameInterval(_roundTrip.Assumed);
        if (_receiver.Source is not { } source || !_keyFrame.IsDue(now, _publisher.Track.LastKeyFrameTimestamp, interval))
        {
            return;
        }
        PictureLosses++;
        Span<byte> packet = stackalloc byte[PictureLossIndication.Length];
        PictureLossIndication.Write(packet, _ownSsrc, source);
        feedback.Send(sender, packet);
    }
}
