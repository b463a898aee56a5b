using Command.Contracts.Recorders;

namespace Command.Silo.Recorders;

/// <summary>
/// Keeps what receivers make up out of one recorder's track. Points may come late and out of order; each is compared with the believed ones next to
/// it in time that are still remembered. Not thread-safe.
/// </summary>
internal sealed class TrackFilter
{
    /// <summary>Word for a position whose receiver has none.</summary>
    public const string NoFix = "none";

    /// <summary>A clock that is further ahead tells nothing.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    private const double MaxKmh = 200;

    /// <summary>What a standing receiver wanders, which is not speed.</summary>
    private const double NoiseMetres = 50;

    /// <summary>So many jumps in a row to one region: what was believed before was wrong.</summary>
    private const int Persuaded = 3;

    private const int Remembered = 16;

    private readonly SortedList<DateTimeOffset, RecorderPosition> _believed = new(Remembered + 1);
    private RecorderPosition? _jumpedTo;
    private int _jumps;

    public PointVerdict Judge(RecorderPosition point, DateTimeOffset now)
    {
        if (!IsOnGlobe(point))
        {
            return PointVerdict.OutOfRange;
        }
        if (point.LatitudeDegrees == 0 && point.LongitudeDegrees == 0)
        {
            return PointVerdict.Zero;
        }
        if (point.At > now + MostAhead)
        {
            return PointVerdict.Future;
        }
        if (point.Fix == NoFix)
        {
            return PointVerdict.NoFix;
        }
        if (Jumps(point))
        {
            _jumps = _jumpedTo is { } before && !IsTooFast(before, point) ? _jumps + 1 : 1;
            _jumpedTo = point;
            if (_jumps < Persuaded)
            {
                return PointVerdict.Jump;
            }
            _believed.Clear();
        }
        (_jumps, _jumpedTo) = (0, null);
        _believed[point.At] = point;
        if (_believed.Count > Remembered)
        {
            _believed.RemoveAt(0);
        }
        return PointVerdict.Good;
    }

    private static bool IsOnGlobe(RecorderPosition point) =>
        Math.Abs(point.LatitudeDegrees) <= 90 && Math.Abs(point.LongitudeDegrees) <= 180; // false for NaN

    private bool Jumps(RecorderPosition point)
    {
        var next = 0;
        while (next < _believed.Count && _believed.Keys[next] <= point.At)
        {
            next++;
        }
        return (next > 0 && IsTooFast(_believed.Values[next - 1], point))
            || (next < _believed.Count && IsTooFast(_believed.Values[next], point));
    }

    private static bool IsTooFast(RecorderPosition from, RecorderPosition to)
    {
        var hours = (to.At - from.At).Duration().TotalHours;
        return Metres(from, to) - NoiseMetres > MaxKmh * 1000 * hours;
    }

    // Great circle by the haversine formula on a sphere: 0.5 % is good enough to tell a person from an aeroplane.
    private static double Metres(RecorderPosition from, RecorderPosition to)
    {
        const double EarthRadius = 6_371_000;
        var (first, second) = (double.DegreesToRadians(from.LatitudeDegrees), double.DegreesToRadians(to.LatitudeDegrees));
        var latitude = Math.Sin((second - first) / 2);
        var longitude = Math.Sin(double.DegreesToRadians(to.LongitudeDegrees - from.LongitudeDegrees) / 2);
        var a = (latitude * latitude) + (Math.Cos(first) * Math.Cos(second) * longitude * longitude);
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
