using System.Buffers;
using Command.Media.Codecs;
using Command.Media.Rtp;
using Command.Media.RtpPayload;
using Command.Media.Time;

namespace Command.Media.Hub;

/// <summary>
/// Knows where in a track's history the key frames are: where a late viewer starts, and what must be kept for it. Written under the
/// track's lock.
/// </summary>
internal sealed class KeyFrameCache
{
    private long _newestStart = -1;
    private long _wholeStart = -1;
    private long _wholeEnd = -1;
    private MediaTime _openTime;
    private bool _isOpen;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    /// <summary>Index at which the newest key frame starts, whole or just arriving; -1 if there is none. Any thread.</summary>
    public long NewestStart => Volatile.Read(ref _newestStart);

    /// <summary>The oldest index that must be kept so that a viewer can start at once; <see cref="long.MaxValue"/> if there is none.</summary>
    public long KeepFrom =>
        _wholeStart >= 0 ? _wholeStart
        : _newestStart >= 0 ? _newestStart
        : long.MaxValue;

    /// <summary>Notes a packet that was just appended.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="packet">The packet.</param>
    public void OnAppended(long index, in RtpPacket packet)
    {
        if (_isOpen && packet.Discontinuity)
        {
            // Broken while arriving, or its end is among what is missing: viewers start at the one before, if it is still there.
            _isOpen = false;
            Volatile.Write(ref _newestStart, _wholeStart);
        }
        if (_isOpen && packet.Time != _openTime)
        {
            // The next picture: that one was whole although its end was not marked.
            SetWhole(index - 1);
        }
        if (packet.StartsKeyFrame)
        {
            _isOpen = true;
            _openTime = packet.Time;
            Volatile.Write(ref _newestStart, index);
        }
        if (_isOpen && packet.Marker)
        {
            SetWhole(index);
        }
    }

    /// <summary>Forgets key frames that are no longer kept.</summary>
    /// <param name="tail">The oldest index that is kept.</param>
    public void OnTrimmed(long tail)
    {
        if (_wholeStart < tail)
        {
            _wholeStart = -1;
        }
        if (_newestStart < tail)
        {
            _isOpen = false;
            Volatile.Write(ref _newestStart, -1);
        }
    }

    /// <summary>Copies the newest whole key frame of an H.264 track as Annex B, parameter sets first. Under the track's lock.</summary>
    public bool TryCopy(PacketHistory history, TrackFormat format, IBufferWriter<byte> annexB, out MediaTime time)
    {
        time = default;
        if (_wholeStart < 0 || format.Codec != CodecKind.H264)
        {
            return false;
        }
        using var depacketizer = new H264Depacketizer();
        for (var index = _wholeStart; index <= _wholeEnd; index++)
        {
            if (!history.TryRead(index, out var packet))
            {
                return false;
            }
            depacketizer.Push(packet);
            packet.Release();
            if (index == _wholeEnd)
            {
                depacketizer.Complete();
            }
            if (!depacketizer.TryPull(out var unit))
            {
                continue;
            }
            if (!unit.IsKeyFrame)
            {
                return false;
            }
            time = unit.Time;
            WriteWithParameterSets(format, unit.Data, annexB);
            return true;
        }
        return false;
    }

    private static void WriteWithParameterSets(TrackFormat format, ReadOnlySpan<byte> unit, IBufferWriter<byte> annexB)
    {
        var rest = unit;
        var hasSps = false;
        while (!hasSps && H264Nal.TryReadAnnexB(ref rest, out var nal))
        {
            hasSps = H264Nal.TypeOf(nal[0]) == H264NalType.Sps;
        }
        if (!hasSps && !format.Sps.IsDefaultOrEmpty && !format.Pps.IsDefaultOrEmpty)
        {
            annexB.Write(StartCode);
            annexB.Write(format.Sps.AsSpan());
            annexB.Write(StartCode);
            annexB.Write(format.Pps.AsSpan());
        }
        annexB.Write(unit);
    }

    private void SetWhole(long end)
    {
        _isOpen = false;
        _wholeStart = _newestStart;
        _wholeEnd = end;
    }
}
