using System.Buffers.Binary;
using Command.Media.Buffers;
using Command.Media.Codecs;
using Command.Media.Hub;
using Command.Media.Rtp;
using Command.Media.Telemetry;

namespace Command.Media.Ingest;

/// <summary>
/// Makes what cameras send as H.264 what browsers expect, and publishes it. One thread.
/// </summary>
/// <remarks>
/// What comes before a picture (parameter sets, SEI, delimiter) is held until the picture's first slice and takes its time, since cameras
/// give it markers (Tapo TC70, Reolink Duo 2) or times of its own. A key frame without parameter sets gets the last known ones before it.
/// Filler is left out. A camera that marks the ends of its pictures wrongly (FLIR M400 never, CostarHD too often) is found out after three
/// pictures; from then on the time decides, at the price of one packet per picture held until the next picture starts.
/// </remarks>
internal sealed class H264Conditioner : IDisposable
{
    private const int MaximumHeld = 16;
    private const int OffencesUntilDistrust = 3;

    /// <summary>So many well-marked pictures in a row clear a camera: a rare slip over months is no habit.</summary>
    private const int PicturesUntilCleared = 250;

    private readonly TrackPublisher _publisher;
    private readonly PacketPool _pool;
    private readonly FaultTally _faults;
    private readonly H264ParameterSets _parameterSets;
    private readonly List<RtpPacket> _held = new(MaximumHeld);
    private RtpPacket? _last;
    private long _pictureTicks = long.MinValue;
    private bool _hasSlice;
    private bool _wasMarked = true;
    private bool _carriesDiscontinuity;
    private int _offences;
    private int _goodPictures;

    /// <summary>Makes a conditioner that publishes to one track.</summary>
    public H264Conditioner(TrackPublisher publisher, PacketPool pool, FaultTally faults)
    {
        _publisher = publisher;
        _pool = pool;
        _faults = faults;
        _parameterSets = new H264ParameterSets(publisher);
    }

    /// <summary>Whether a slice with bidirectional prediction was seen.</summary>
    public bool SawBSlice { get; private set; }

    /// <summary>Whether the source's markers are not believed.</summary>
    public bool DistrustsMarkers => _offences >= OffencesUntilDistrust;

    /// <summary>Takes the next packet, in order; borrows it.</summary>
    public void Push(in RtpPacket packet)
    {
        var payload = packet.Payload;
        var facts = H264PacketFacts.Of(payload);
        if (facts.Role == H264PacketRole.Droppable)
        {
            _carriesDiscontinuity |= packet.Discontinuity;
            if (facts.IsDamaged)
            {
                _faults.Add(MediaFault.BadPayload);
            }
            return;
        }
        if (facts.HasParameterSets)
        {
            _parameterSets.Learn(payload);
        }
        if (facts.Role == H264PacketRole.Prefix)
        {
            Hold(packet);
            return;
        }
        if (facts.IsBSlice && !SawBSlice)
        {
            SawBSlice = true;
            _publisher.UpdateFormat(_publisher.Track.Format with { HasBFrames = true });
        }
        PushPicture(packet, facts);
    }

    /// <summary>Forgets the picture in progress: a new source follows, or none.</summary>
    public void Reset()
    {
        ReleaseHeld();
        _last?.Release();
        _last = null;
        _pictureTicks = long.MinValue;
        _wasMarked = true;
    }

    /// <summary>Lets go what is held.</summary>
    public void Dispose() => Reset();

    private void PushPicture(in RtpPacket packet, H264PacketFacts facts)
    {
        var isNew = packet.Time.Ticks90k != _pictureTicks;
        JudgeMarker(packet, isNew);
        // What is missing may have been the end of the picture: it is not called whole.
        FlushLast(marker: isNew && !IsAfterLoss(packet));
        if (isNew)
        {
            _pictureTicks = packet.Time.Ticks90k;
            _hasSlice = false;
        }
        if (facts.Role == H264PacketRole.Slice)
        {
            var startsKeyFrame = !_hasSlice && facts.StartsKeyFrame;
            if (startsKeyFrame)
            {
                startsKeyFrame = ProvideParameterSets(packet, facts);
            }
            _hasSlice = true;
            foreach (var held in _held)
            {
                _publisher.Publish(
                    Carrying(held) with
                    {
                        Time = packet.Time,
                        Timestamp = packet.Timestamp,
                        Marker = false,
                        StartsKeyFrame = startsKeyFrame,
                    }
                );
                startsKeyFrame = false;
            }
            ReleaseHeld();
            Finish(packet with { StartsKeyFrame = startsKeyFrame });
        }
        else
        {
            Finish(packet with { Marker = false });
        }
    }

    /// <summary>Publishes the packet, or keeps it until it is known whether it is the picture's last.</summary>
    private void Finish(in RtpPacket packet)
    {
        _wasMarked = packet.Marker;
        var carrying = Carrying(packet);
        if (DistrustsMarkers)
        {
            _last = carrying.Retain();
        }
        else
        {
            _publisher.Publish(carrying);
        }
    }

    private void FlushLast(bool marker)
    {
        if (_last is { } last)
        {
            _last = null;
            // As it is: a gap noted meanwhile lies behind it.
            _publisher.Publish(last with { Marker = marker });
            last.Release();
        }
    }

    private void JudgeMarker(in RtpPacket packet, bool isNew)
    {
        if (_pictureTicks == long.MinValue || DistrustsMarkers || IsAfterLoss(packet))
        {
            return;
        }
        if (isNew == _wasMarked)
        {
            if (isNew && ++_goodPictures >= PicturesUntilCleared)
            {
                _offences = 0;
                _goodPictures = 0;
            }
            return;
        }
        _offences++;
        _goodPictures = 0;
        _faults.Add(MediaFault.WrongMarker);
    }

    private bool IsAfterLoss(in RtpPacket packet)
    {
        if (packet.Discontinuity || _carriesDiscontinuity)
        {
            return true;
        }
        foreach (var held in _held)
        {
            if (held.Discontinuity)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Sees to it that parameter sets stand before a key frame.</summary>
    /// <returns>Whether they do: without any, nobody can start here.</returns>
    private bool ProvideParameterSets(in RtpPacket packet, H264PacketFacts facts)
    {
        if (facts.HasParameterSets)
        {
            return true;
        }
        foreach (var held in _held)
        {
            if (H264PacketFacts.Of(held.Payload).HasSps)
            {
                return true;
            }
        }
        var format = _publisher.Track.Format;
        if (format.Sps.IsDefaultOrEmpty || format.Pps.IsDefaultOrEmpty)
        {
            return false;
        }
        var length = 1 + 2 + format.Sps.Length + 2 + format.Pps.Length;
        var buffer = _pool.Rent(length);
        buffer.Length = length;
        var span = buffer.Span;
        span[0] = (byte)((format.Sps[0] & 0x60) | (int)H264NalType.StapA);
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)format.Sps.Length);
        format.Sps.AsSpan().CopyTo(span[3..]);
        span = span[(3 + format.Sps.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)format.Pps.Length);
        format.Pps.AsSpan().CopyTo(span[2..]);
        _held.Insert(
            0,
            packet with
            {
                Buffer = buffer,
                PayloadOffset = 0,
                PayloadLength = length,
                // The gap, if any, stays before the packets that really came.
                Discontinuity = false,
            }
        );
        return true;
    }

    private void Hold(in RtpPacket packet)
    {
        if (_held.Count == MaximumHeld)
        {
            _faults.Add(MediaFault.TooLarge);
            _carriesDiscontinuity = true;
            ReleaseHeld();
        }
        _held.Add(packet.Retain());
    }

    private void ReleaseHeld()
    {
        foreach (var held in _held)
        {
            held.Release();
        }
        _held.Clear();
    }

    private RtpPacket Carrying(in RtpPacket packet)
    {
        if (!_carriesDiscontinuity)
        {
            return packet;
        }
        _carriesDiscontinuity = false;
        return packet with { Discontinuity = true };
    }
}
