using System.Globalization;
using System.Xml.Linq;

namespace Command.Tools.Simulator.Recorders;

/// <summary>A closed way over ground, WGS-84. Immutable.</summary>
internal sealed class Route
{
    private const double EarthRadius = 6_371_000;

    private readonly (double Latitude, double Longitude)[] _points;
    private readonly double[] _distances;

    private Route((double Latitude, double Longitude)[] points)
    {
        _points = [.. points, points[0]];
        _distances = new double[_points.Length];
        for (var i = 1; i < _points.Length; i++)
        {
            _distances[i] = _distances[i - 1] + Metres(_points[i - 1], _points[i]);
        }
    }

    /// <summary>Round four blocks of an old town, 920 m.</summary>
    public static Route Loop { get; } =
        new([
            (31.86120, 117.28050),
            (31.86118, 117.28170),
            (31.86109, 117.28292),
            (31.86041, 117.28298),
            (31.85934, 117.28293),
            (31.85929, 117.28175),
            (31.85938, 117.28049),
            (31.86032, 117.28041),
        ]);

    /// <summary>Metres once round.</summary>
    public double Length => _distances[^1];

    /// <summary>Reads a GPX file, or lines of <c>latitude,longitude</c>; null when there are not two different points.</summary>
    public static Route? TryRead(string path)
    {
        var points = path.EndsWith(".gpx", StringComparison.OrdinalIgnoreCase)
            ? XDocument
                .Load(path)
                .Descendants()
                .Where(element => element.Name.LocalName is "trkpt" or "rtept")
                .Select(point => (point.Attribute("lat")?.Value, point.Attribute("lon")?.Value))
            : File.ReadLines(path)
                .Select(line => line.Split(','))
                .Where(parts => parts.Length >= 2)
                .Select(parts => ((string?)parts[0], (string?)parts[1]));
        var read = points.Select(TryParse).OfType<(double, double)>().ToArray();
        return read.Distinct().Skip(1).Any() ? new Route(read) : null;

        static (double, double)? TryParse((string? Latitude, string? Longitude) point) =>
            double.TryParse(point.Latitude, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(point.Longitude, CultureInfo.InvariantCulture, out var longitude)
            && Math.Abs(latitude) <= 90
            && Math.Abs(longitude) <= 180
                ? (latitude, longitude)
                : null;
    }

    /// <summary>Where one is after so many metres, and the direction of the way there in degrees.</summary>
    public (double Latitude, double Longitude, double Course) At(double metres)
    {
        var at = metres % Length;
        var next = Array.BinarySearch(_distances, at);
        next = Math.Clamp(next >= 0 ? next + 1 : ~next, 1, _points.Length - 1);
        var (from, to) = (_points[next - 1], _points[next]);
        var part = (at - _distances[next - 1]) / Math.Max(_distances[next] - _distances[next - 1], 0.001);
        var east = (to.Longitude - from.Longitude) * Math.Cos(double.DegreesToRadians(from.Latitude));
        var course = double.RadiansToDegrees(Math.Atan2(east, to.Latitude - from.Latitude));
        return (
            from.Latitude + (part * (to.Latitude - from.Latitude)),
            from.Longitude + (part * (to.Longitude - from.Longitude)),
            (course + 360) % 360
        );
    }

    /// <summary>Metres between two points, good for a town.</summary>
    public static double Metres((double Latitude, double Longitude) a, (double Latitude, double Longitude) b)
    {
        var north = double.DegreesToRadians(b.Latitude - a.Latitude);
        var east = double.DegreesToRadians(b.Longitude - a.Longitude) * Math.Cos(double.DegreesToRadians(a.Latitude));
        return EarthRadius * Math.Sqrt((north * north) + (east * east));
    }
}
