using System.Globalization;
using System.Text;
using Command.Contracts.Recorders;

namespace Command.Web.Desks.Devices;

/// <summary>
/// A track as a plan: north is up, both axes have one scale, older pieces are paler. A plane through the middle of the track is exact enough
/// for what one person walks or drives in a day.
/// </summary>
/// <param name="Lines">Oldest first.</param>
/// <param name="Points">Those that tell their reading on hover, oldest first.</param>
/// <param name="Last">The newest position.</param>
/// <param name="BarMetres">Length of the scale bar.</param>
/// <param name="BarUnits">The same in the plot's units.</param>
internal sealed record TrackPlot(
    IReadOnlyList<TrackLine> Lines,
    IReadOnlyList<TrackPoint> Points,
    TrackPoint Last,
    double BarMetres,
    double BarUnits
)
{
    public const double Width = 960;
    public const double Height = 320;

    private const double Margin = 28;
    private const double MetresPerDegree = 111_320;
    private const double SmallestSpanMetres = 60;
    private const int Shades = 8;
    private const int MostPoints = 200;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);
    private static readonly double[] Steps = [1, 2, 5];

    /// <summary>Null when there is nothing to draw: positions without a fix repeat the last known one.</summary>
    /// <param name="positions">Oldest first.</param>
    public static TrackPlot? Of(IReadOnlyList<RecorderPosition> positions)
    {
        var fixes = positions.Where(position => position.Fix != "none").ToList();
        if (fixes.Count == 0)
        {
            return null;
        }
        var (points, scale) = Project(fixes);
        var bar = Bar(scale);
        return new TrackPlot(Draw(points), Thin(points), points[^1], bar, bar * scale);
    }

    /// <summary>Points in the plot, and how many units a metre has.</summary>
    private static (List<TrackPoint> Points, double Scale) Project(List<RecorderPosition> fixes)
    {
        var first = fixes[0];
        var north = fixes.Select(fix => (fix.LatitudeDegrees - first.LatitudeDegrees) * MetresPerDegree).ToList();
        var shrink = Math.Cos((fixes.Min(fix => fix.LatitudeDegrees) + fixes.Max(fix => fix.LatitudeDegrees)) / 2 * Math.PI / 180);
        // Across the 180th meridian the short way is meant.
        var east = fixes
            .Select(fix => Math.IEEERemainder(fix.LongitudeDegrees - first.LongitudeDegrees, 360) * MetresPerDegree * shrink)
            .ToList();
        var (middleEast, middleNorth) = ((east.Min() + east.Max()) / 2, (north.Min() + north.Max()) / 2);
        var scale = Math.Min(
            (Width - (2 * Margin)) / Math.Max(east.Max() - east.Min(), SmallestSpanMetres),
            (Height - (2 * Margin)) / Math.Max(north.Max() - north.Min(), SmallestSpanMetres)
        );
        var points = fixes.Select(
            (fix, i) =>
                new TrackPoint((Width / 2) + ((east[i] - middleEast) * scale), (Height / 2) - ((north[i] - middleNorth) * scale), fix)
        );
        return ([.. points], scale);
    }

    private static List<TrackLine> Draw(List<TrackPoint> points)
    {
        var lines = new List<TrackLine>();
        var begin = points[0].Position.At;
        var whole = Math.Max((points[^1].Position.At - begin).TotalSeconds, 1);
        var text = new StringBuilder();
        (int Shade, bool Gap)? open = null;
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var shade = (int)Math.Min((to.Position.At - begin).TotalSeconds / whole * Shades, Shades - 1);
            var kind = (shade, to.Position.At - from.Position.At > Silence);
            if (open != kind)
            {
                Close();
                open = kind;
                Append(from);
            }
            Append(to);
        }
        Close();
        return lines;

        void Append(TrackPoint point) => text.Append(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#} ");

        void Close()
        {
            if (open is { } done)
            {
                lines.Add(new TrackLine(text.ToString().TrimEnd(), 1 - ((done.Shade + 1.0) / Shades), done.Gap));
                text.Clear();
            }
        }
    }

    private static List<TrackPoint> Thin(List<TrackPoint> points)
    {
        var step = Math.Max(1, (points.Count + MostPoints - 1) / MostPoints);
        return [.. points.Where((_, i) => i % step == 0 || i == points.Count - 1)];
    }

    /// <summary>The longest of 1, 2, 5, 10, 20 … metres that takes no more than a quarter of the width.</summary>
    private static double Bar(double scale)
    {
        var most = Width / 4 / scale;
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return Steps.Last(step => step * power <= most) * power;
    }
}
