using System.Diagnostics;
using Command.Tools.LightClient;

namespace Command.Tools.Bench;

/// <summary>
/// What a person would see of an H.264 stream: which pictures are whole and build on whole ones, and where the picture stands still. A freeze is a
/// gap of more than three usual ones and at least 150 ms more than a usual one, as browsers count it. Fed by one thread.
/// </summary>
internal sealed class PictureWatch
{
    private readonly List<(long At, uint Timestamp)> _shown = [];
    private readonly Lock _gate = new();
    private ushort? _next;
    private uint _timestamp;
    private bool _isWhole;
    private bool _isKey;
    private bool _hasReference;
    private long _pictures;

    /// <summary>Pictures whose last packet came.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    /// <summary>Notes a packet of the video.</summary>
    public void OnPacket(in LightPacket packet)
    {
        var follows = _next is null || packet.SequenceNumber == _next;
        _next = (ushort)(packet.SequenceNumber + 1);
        if (packet.Timestamp != _timestamp)
        {
            // A hole before this picture may have held the end of the last one: then nothing builds on it.
            _hasReference &= follows && _isWhole;
            (_timestamp, _isWhole, _isKey) = (packet.Timestamp, follows, false);
        }
        _isWhole &= follows;
        _isKey |= StartsKeyPicture(packet.Payload);
        if (!packet.Marker)
        {
            return;
        }

        Interlocked.Increment(ref _pictures);
        _hasReference = _isWhole && (_hasReference || _isKey);
        if (_hasReference)
        {
            lock (_gate)
            {
                _shown.Add((Stopwatch.GetTimestamp(), packet.Timestamp));
            }
        }
    }

    /// <summary>What was seen since a moment.</summary>
    public Sight See(long since)
    {
        (long At, uint Timestamp)[] shown;
        lock (_gate)
        {
            shown = [.. _shown.Where(picture => picture.At >= since)];
        }
        var gaps = shown.Zip(shown.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a.At, b.At).TotalMilliseconds).ToList();
        var usual = gaps.Count == 0 ? 0 : Figures.Median(gaps);
        var freezes = gaps.Where(gap => gap > Math.Max(3 * usual, usual + 150)).ToList();
        return new Sight(
            shown.Length,
            freezes.Count,
            freezes.Sum(),
            freezes.Count == 0 ? 0 : Figures.Median(freezes),
            freezes.DefaultIfEmpty().Max()
        );
    }

    /// <summary>SPS, an IDR slice, the first fragment of one, or an aggregate that starts with an SPS (RFC 6184 §5.6 to §5.8).</summary>
    private static bool StartsKeyPicture(ReadOnlySpan<byte> payload) =>
        payload.Length > 1
        && (payload[0] & 0x1F) switch
        {
            5 => true,
            24 when payload.Length > 3 => (payload[3] & 0x1F) is 5 or 7,
            28 => (payload[1] & 0x9F) == 0x85,
            _ => false,
        };

    /// <param name="Shown">Pictures that could be shown.</param>
    /// <param name="Freezes">Times the picture stood still.</param>
    /// <param name="FrozenMilliseconds">All of them together.</param>
    /// <param name="MedianMilliseconds">Of one.</param>
    /// <param name="LongestMilliseconds">Of one.</param>
    internal readonly record struct Sight(
        int Shown,
        int Freezes,
        double FrozenMilliseconds,
        double MedianMilliseconds,
        double LongestMilliseconds
    );
}
