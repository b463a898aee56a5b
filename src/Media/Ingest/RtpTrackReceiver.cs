using System.Security.Cryptography;
using System.Text;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtp;
using Command.Media.RtpPayload;
using Command.Media.Telemetry;
using Command.Media.Time;

namespace Command.Media.Ingest;

/// <summary>
/// The way in for one track of RTP: checks, orders, times, repairs and publishes packets, and keeps the RTCP side. One per track.
/// </summary>
/// <remarks>
/// Calls may come from several threads (media, control, report timer); they are serialised here. Faults are tallied, nothing throws on
/// bytes from the network.
/// </remarks>
public sealed class RtpTrackReceiver : IDisposable
{
    /// <summary>A sequence number this far behind is a source that started anew, not a late packet (RFC 3550 A.1).</summary>
    private const int MaximumMisorder = 100;

    /// <summary>A jump ahead this far is the same (RFC 3550 A.1).</summary>
    private const int MaximumDropout = 3000;

    private readonly Lock _gate = new();
    private readonly TrackPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly FaultTally _faults;
    private readonly ReorderBuffer _reorder;
    private readonly RtpTimeline _timeline;
    private readonly RtpControl _control;
    private readonly H264Conditioner? _conditioner;
    private readonly Repacketizer? _repacketizer;
    private SequenceUnwrapper _sequences;
    private uint _ssrc;
    private bool _hasSource;
    private bool _startsSource;
    private long _keyFrameTicks = long.MinValue;
    private int _restartSequence = -1;
    private PacketBuffer? _restartPacket;
    private long _repaired;
    private long _givenUp;
    private long _breaks;
    private int _waiting;
    private bool _isDisposed;

    /// <summary>Makes a receiver.</summary>
    /// <param name="publisher">Where packets go; its track's format gives clock rate, payload type and codec.</param>
    /// <param name="options">How to receive.</param>
    /// <param name="pool">Gives buffers for packets that are split or inserted.</param>
    /// <param name="time">Clock of arrivals and wall time.</param>
    /// <param name="faults">Counts what is wrong with packets.</param>
    public RtpTrackReceiver(
        TrackPublisher publisher,
        RtpTrackReceiverOptions options,
        PacketPool pool,
        TimeProvider time,
        FaultTally faults
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReorderWindow, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumPacketLength, 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaximumPacketLength, 1400);
        _publisher = publisher;
        _time = time;
        _faults = faults;
        var format = publisher.Track.Format;
        _reorder = new ReorderBuffer(options.ReorderWindow, (long)(options.ReorderDeadline.TotalSeconds * time.TimestampFrequency));
        _timeline = new RtpTimeline(format.ClockRate, time);
        Statistics = new ReceptionStatistics(format.ClockRate, time);
        var ssrc = options.ReceiverSsrc != 0 ? options.ReceiverSsrc : (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        _control = new RtpControl(ssrc, Encoding.UTF8.GetBytes(options.CanonicalName), Statistics, _timeline, time, faults);
        publisher.UseWallClock(_control.WallClock);
        if (format.Codec == CodecKind.H264)
        {
            _conditioner = new H264Conditioner(publisher, pool, faults);
            _repacketizer = new Repacketizer(options.MaximumPacketLength - RtpPacketView.FixedHeaderLength, pool, faults);
        }
    }

    /// <summary>Received, lost, jitter. Packets that were sent again are not in it: it says what the network does.</summary>
    public ReceptionStatistics Statistics { get; }

    /// <summary>The source's SSRC; null before its first packet.</summary>
    public uint? Source
    {
        get
        {
            lock (_gate)
            {
                return _hasSource ? _ssrc : null;
            }
        }
    }

    /// <summary>Packets that came again in time to be put in order.</summary>
    public long Repaired => Volatile.Read(ref _repaired);

    /// <summary>Packets that are missing for good.</summary>
    public long GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>How often something was missing for good, or another source followed: what comes then cannot be decoded by itself.</summary>
    public long Breaks => Volatile.Read(ref _breaks);

    /// <summary>Whether packets wait for a missing one.</summary>
    public bool IsWaiting => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether an H.264 slice with bidirectional prediction was seen: a browser would stall.</summary>
    public bool SawBSlice => _conditioner?.SawBSlice ?? false;

    /// <summary>Whether the source marks the ends of its pictures wrongly, so that each waits for the next.</summary>
    public bool DistrustsMarkers => _conditioner?.DistrustsMarkers ?? false;

    /// <summary>Device clock minus server clock by sender reports; null before the first.</summary>
    public TimeSpan? ClockOffset => _control.WallClock.ClockOffset;

    /// <summary>Whether the source said goodbye (RFC 3550 §6.6).</summary>
    public bool SaidGoodbye => _control.SaidGoodbye;

    /// <summary>The wall time of a sample by sender reports; null before the first.</summary>
    public DateTimeOffset? WallTimeOf(MediaTime time) => _control.WallClock.WallTimeOf(time);

    /// <summary>Takes a datagram or interleaved frame that should be RTP. Takes ownership.</summary>
    /// <param name="datagram">The bytes, <see cref="PacketBuffer.Length"/> set.</param>
    /// <param name="arrivalTimestamp"><see cref="TimeProvider.GetTimestamp"/> at arrival.</param>
    public void ReceiveRtp(PacketBuffer datagram, long arrivalTimestamp)
    {
        lock (_gate)
        {
            if (_isDisposed || !Accept(datagram, arrivalTimestamp))
            {
                datagram.Dispose();
            }
            Drain(arrivalTimestamp);
        }
    }

    /// <summary>
    /// Takes a packet that was sent again, as it was the first time: header, sequence number and all. One that is not missing any more
    /// is no fault. Takes ownership.
    /// </summary>
    /// <param name="datagram">The packet.</param>
    /// <param name="dueTimestamp">When it should have arrived: the wait of what stands behind it does not start anew.</param>
    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <returns>Whether it was still missing.</returns>
    public bool ReceiveRepair(PacketBuffer datagram, long dueTimestamp, long now)
    {
        lock (_gate)
        {
            var isTaken = !_isDisposed && AcceptRepair(datagram, dueTimestamp);
            if (isTaken)
            {
                _repaired++;
            }
            else
            {
                datagram.Dispose();
            }
            Drain(now);
            return isTaken;
        }
    }

    /// <summary>Waits no longer for what is missing before a packet of the running source.</summary>
    public void GiveUpBefore(ushort sequence, long now)
    {
        lock (_gate)
        {
            if (_reorder.Next != long.MinValue)
            {
                _reorder.GiveUpBefore(_reorder.Next + (short)(sequence - (ushort)_reorder.Next));
                Drain(now);
            }
        }
    }

    /// <summary>How long to wait for a missing packet from now on: as long as one that was asked for may take.</summary>
    /// <param name="deadline">0 to 2 s.</param>
    public void UseReorderDeadline(TimeSpan deadline)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deadline, TimeSpan.FromSeconds(2));
        lock (_gate)
        {
            _reorder.Deadline = (long)(deadline.TotalSeconds * _time.TimestampFrequency);
        }
    }

    /// <summary>Takes a datagram or interleaved frame that should be RTCP; borrows it.</summary>
    public void ReceiveRtcp(ReadOnlySpan<byte> compound, long arrivalTimestamp)
    {
        lock (_gate)
        {
            _control.Receive(compound, arrivalTimestamp, _hasSource ? _ssrc : null);
        }
    }

    /// <summary>Passes on what has waited too long for a missing packet. For a timer where packets may stop coming.</summary>
    public void Poll(long now)
    {
        lock (_gate)
        {
            Drain(now);
        }
    }

    /// <summary>Writes a receiver report with CNAME (RFC 3550 §6.1); an empty one before the first packet.</summary>
    /// <param name="destination">At least 128 bytes.</param>
    /// <returns>Length in bytes.</returns>
    public int WriteReceiverReport(Span<byte> destination)
    {
        lock (_gate)
        {
            return _control.Write(destination, _hasSource ? _ssrc : null);
        }
    }

    /// <summary>Lets go what is held. Later packets are dropped.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _restartPacket?.Dispose();
            _restartPacket = null;
            _reorder.Dispose();
            _repacketizer?.Dispose();
            _conditioner?.Dispose();
        }
    }

    /// <returns>Whether ownership was taken.</returns>
    private bool Accept(PacketBuffer datagram, long arrival)
    {
        if (RtpPacketView.TryParse(datagram.Data, out var view) != RtpParseError.None)
        {
            _faults.Add(MediaFault.BadRtp);
            return false;
        }
        if (view.PayloadType != _publisher.Track.Format.PayloadType)
        {
            _faults.Add(MediaFault.UnexpectedPayloadType);
            return false;
        }
        if (!_hasSource)
        {
            StartSource(view, arrival);
        }
        else if (view.Ssrc != _ssrc || IsFarAway(view))
        {
            return AwaitRestart(datagram, view, arrival);
        }
        return Insert(datagram, view, arrival);
    }

    private bool AcceptRepair(PacketBuffer datagram, long due) =>
        _hasSource
        && RtpPacketView.TryParse(datagram.Data, out var view) == RtpParseError.None
        && view.Ssrc == _ssrc
        && view.PayloadType == _publisher.Track.Format.PayloadType
        && !IsFarAway(view)
        && _reorder.Insert(_sequences.Unwrap(view.SequenceNumber), PacketOf(datagram, view, due)) == ReorderVerdict.Taken;

    private static RtpPacket PacketOf(PacketBuffer datagram, RtpPacketView view, long arrival) =>
        new()
        {
            Buffer = datagram,
            PayloadOffset = view.PayloadOffset,
            PayloadLength = view.PayloadLength,
            ArrivalTimestamp = arrival,
            Timestamp = view.Timestamp,
            Ssrc = view.Ssrc,
            SequenceNumber = view.SequenceNumber,
            PayloadType = view.PayloadType,
            Marker = view.Marker,
        };

    private bool Insert(PacketBuffer datagram, RtpPacketView view, long arrival)
    {
        var sequence = _sequences.Unwrap(view.SequenceNumber);
        switch (_reorder.Insert(sequence, PacketOf(datagram, view, arrival)))
        {
            case ReorderVerdict.Taken:
                Statistics.Add(sequence, view.Timestamp, arrival, datagram.Length);
                return true;
            case ReorderVerdict.Duplicate:
                Statistics.AddDuplicate();
                _faults.Add(MediaFault.Duplicate);
                return false;
            default:
                _faults.Add(MediaFault.TooLate);
                return false;
        }
    }

    private bool IsFarAway(RtpPacketView view)
    {
        if (_reorder.Next == long.MinValue)
        {
            return false;
        }
        var distance = (short)(view.SequenceNumber - (ushort)_reorder.Next);
        return distance is < -MaximumMisorder or > MaximumDropout;
    }

    /// <summary>
    /// A packet of another source, or far from where the source was: the first is kept aside, and if the next one follows it, the source
    /// has changed (RFC 3550 A.1). A single stray packet changes nothing.
    /// </summary>
    private bool AwaitRestart(PacketBuffer datagram, RtpPacketView view, long arrival)
    {
        if (_restartPacket is { } first && view.SequenceNumber == _restartSequence)
        {
            _restartPacket = null;
            Drain(long.MaxValue);
            _faults.Add(MediaFault.SourceRestarted);
            if (RtpPacketView.TryParse(first.Data, out var firstView) == RtpParseError.None && firstView.Ssrc == view.Ssrc)
            {
                StartSource(firstView, arrival);
                if (!Insert(first, firstView, arrival))
                {
                    first.Dispose();
                }
                Drain(arrival);
                return Insert(datagram, view, arrival);
            }
            first.Dispose();
        }
        _restartPacket?.Dispose();
        _restartPacket = datagram;
        _restartSequence = (ushort)(view.SequenceNumber + 1);
        return true;
    }

    private void StartSource(RtpPacketView view, long arrival)
    {
        if (_hasSource)
        {
            _timeline.Restart(view.Timestamp, arrival);
            Statistics.Restart();
            _control.Restart();
            _conditioner?.Reset();
            _startsSource = true;
            _breaks++;
        }
        _hasSource = true;
        _ssrc = view.Ssrc;
        _sequences = default;
        _reorder.Reset();
    }

    private void Drain(long now)
    {
        while (_reorder.TryTake(now, out var packet, out var missing))
        {
            if (missing > 0)
            {
                _faults.Add(MediaFault.Lost, missing);
                _givenUp += missing;
                _breaks++;
            }
            var time = _timeline.Map(packet.Timestamp, packet.ArrivalTimestamp, out var jumped);
            if (jumped)
            {
                _faults.Add(MediaFault.ClockJumped);
                _control.WallClock.Reset();
            }
            Pass(packet with { Time = time, Discontinuity = missing > 0 || _startsSource });
            _startsSource = false;
            packet.Release();
        }
        _waiting = _reorder.Waiting;
    }

    private void Pass(in RtpPacket packet)
    {
        if (_repacketizer is not null && _conditioner is not null)
        {
            _repacketizer.Push(packet, _conditioner);
            return;
        }
        if (packet.PayloadLength == 0)
        {
            // Keep-alive packets without sound or picture.
            return;
        }
        var format = _publisher.Track.Format;
        var startsKeyFrame =
            (format.Kind == MediaKind.Audio || packet.Time.Ticks90k != _keyFrameTicks)
            && KeyFrameDetector.StartsKeyFrame(format.Codec, packet.Payload);
        if (startsKeyFrame)
        {
            _keyFrameTicks = packet.Time.Ticks90k;
            LearnSize(format, packet.Payload);
        }
        _publisher.Publish(packet with { StartsKeyFrame = startsKeyFrame });
    }

    /// <summary>VP8 has no parameter sets: its size stands in the key frames, and a publisher changes it with its network.</summary>
    private void LearnSize(TrackFormat format, ReadOnlySpan<byte> payload)
    {
        if (
            format.Codec == CodecKind.Vp8
            && Vp8Payload.TryReadSize(payload, out var width, out var height)
            && (width, height) != (format.Width, format.Height)
        )
        {
            _publisher.UpdateFormat(format with { Width = width, Height = height });
        }
    }
}
