using System.Runtime.InteropServices;
using Command.Media.Rtp;
using Command.Media.Time;

namespace Command.Media.WebRtc;

/// <summary>
/// One viewer's sequence numbers and timestamps: made from the packet's index in the shared history and its media time, so that nothing
/// but offsets is kept per viewer. One thread.
/// </summary>
/// <remarks>
/// Sequence numbers follow the index. Where packets are missing, at the source or because the viewer was too slow, exactly one number is
/// left out: the browser then knows that the picture is broken and does not glue its pieces together. Numbers never repeat.
/// Timestamps of the cached group of pictures are squashed: one millisecond apart, up to the newest picture, which has its true time;
/// the browser hurries through them and is live at once.
/// </remarks>
internal sealed class RtpRewriter
{
    /// <summary>Distance of squashed pictures.</summary>
    private const int SquashedPerSecond = 1000;

    /// <summary>Stretches of numbers remembered for retransmission; older ones are long out of the history.</summary>
    private const int MaximumStretches = 32;

    private readonly int _clockRate;
    private readonly long _cachedUntil;
    private readonly Stretch[] _stretches = new Stretch[MaximumStretches];
    private readonly List<long> _squashed = [];
    private int _stretchCount;
    private long _firstTimestamp;
    private long _squashedEnd;
    private long _anchorTimestamp;
    private MediaTime _anchorTime;
    private MediaTime _lastTime;
    private long _lastTimestamp;

    /// <summary>Makes a rewriter.</summary>
    /// <param name="clockRate">RTP ticks per second.</param>
    /// <param name="firstSequence">Random first number.</param>
    /// <param name="firstTimestamp">Random first timestamp.</param>
    /// <param name="cachedUntil">Packets below this index were there before the viewer came.</param>
    public RtpRewriter(int clockRate, ushort firstSequence, uint firstTimestamp, long cachedUntil)
    {
        _clockRate = clockRate;
        _cachedUntil = cachedUntil;
        LastSequence = firstSequence - 1L;
        _firstTimestamp = firstTimestamp;
    }

    /// <summary>The last number given, unwrapped.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Whether all cached packets are through, and at least one packet at all.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Gives the next packet its numbers.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="index">Its index in the history; greater than the last one's.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="timestamp">Its timestamp.</param>
    public void Next(in RtpPacket packet, long index, out ushort sequence, out uint timestamp)
    {
        sequence = NextSequence(index, packet.Discontinuity);
        timestamp = NextTimestamp(index, packet.Time);
    }

    /// <summary>Finds the packet that had a sequence number.</summary>
    /// <param name="sequence">As the viewer saw it.</param>
    /// <param name="index">Its index in the history.</param>
    /// <param name="unwrapped">The number, unwrapped.</param>
    /// <returns><see langword="false"/> if it was never given, left out, or is too long ago.</returns>
    public bool TryFind(ushort sequence, out long index, out long unwrapped)
    {
        unwrapped = LastSequence + (short)(sequence - (ushort)LastSequence);
        for (var i = 0; i < Math.Min(_stretchCount, MaximumStretches); i++)
        {
            ref var stretch = ref _stretches[(_stretchCount - 1 - i) % MaximumStretches];
            if (unwrapped >= stretch.First)
            {
                index = unwrapped - stretch.Offset;
                return unwrapped <= stretch.Last;
            }
        }
        index = 0;
        return false;
    }

    /// <summary>The timestamp that a packet got or would get.</summary>
    /// <param name="index">Its index in the history.</param>
    /// <param name="time">Its media time.</param>
    public uint TimestampOf(long index, MediaTime time)
    {
        if (index >= _squashedEnd)
        {
            return TimestampOf(time);
        }
        var at = CollectionsMarshal.AsSpan(_squashed).BinarySearch(index);
        return (uint)(_firstTimestamp + ((at < 0 ? ~at - 1 : at) * (long)_clockRate / SquashedPerSecond));
    }

    /// <summary>The timestamp of an instant in the live part.</summary>
    public uint TimestampOf(MediaTime time) => (uint)Live(time);

    private ushort NextSequence(long index, bool discontinuity)
    {
        var isFirst = _stretchCount == 0;
        ref var current = ref _stretches[Math.Max(0, _stretchCount - 1) % MaximumStretches];
        if (!isFirst && !discontinuity && index == LastSequence + 1 - current.Offset)
        {
            current.Last = ++LastSequence;
            return (ushort)LastSequence;
        }
        LastSequence += isFirst ? 1 : 2;
        _stretches[_stretchCount % MaximumStretches] = new Stretch
        {
            First = LastSequence,
            Last = LastSequence,
            Offset = LastSequence - index,
        };
        _stretchCount++;
        return (ushort)LastSequence;
    }

    private uint NextTimestamp(long index, MediaTime time)
    {
        if (_stretchCount == 1 && LastSequence == _stretches[0].First)
        {
            _lastTimestamp = _firstTimestamp;
            Squash(index, time);
        }
        else if (time != _lastTime)
        {
            if (index < _cachedUntil)
            {
                _lastTimestamp = _firstTimestamp + (_squashed.Count * (long)_clockRate / SquashedPerSecond);
                Squash(index, time);
            }
            else
            {
                _lastTimestamp = Live(time);
            }
        }
        if (index < _cachedUntil)
        {
            _squashedEnd = index + 1;
        }
        IsLive = index + 1 >= _cachedUntil;
        _lastTime = time;
        return (uint)_lastTimestamp;
    }

    private void Squash(long index, MediaTime time)
    {
        // What follows live is measured from the newest squashed picture.
        _anchorTime = time;
        _anchorTimestamp = _lastTimestamp;
        if (index < _cachedUntil)
        {
            _squashed.Add(index);
        }
    }

    private long Live(MediaTime time) => _anchorTimestamp + time.ToClock(_clockRate) - _anchorTime.ToClock(_clockRate);

    /// <summary>Numbers that follow each other as the indexes do.</summary>
    private struct Stretch
    {
        public long First;
        public long Last;
        public long Offset;
    }
}
