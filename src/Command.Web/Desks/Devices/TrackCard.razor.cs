using System.Globalization;
using Command.Contracts.Recorders;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.Devices;

/// <summary>Position and track of a recorder.</summary>
public partial class TrackCard
{
    private static readonly int[] Windows = [1, 4, 12, 24];
    private static readonly string[] Fixes = ["none", "2d", "3d", "dgps", "rtk"];
    private static readonly string[] Sources = ["gnss", "network", "page"];
    private TrackPlot? _plot;
    private IReadOnlyList<RecorderPosition>? _plotted;

    /// <summary>The newest position.</summary>
    [Parameter, EditorRequired]
    public RecorderPosition? Position { get; set; }

    /// <summary>It is older than one would expect of a device that is on.</summary>
    [Parameter]
    public bool Stale { get; set; }

    /// <summary>The track, oldest first; another list when it changed.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RecorderPosition> Positions { get; set; } = [];

    /// <summary>How many positions are stored in that time.</summary>
    [Parameter]
    public int Total { get; set; }

    /// <summary>False while the track is being read.</summary>
    [Parameter]
    public bool Read { get; set; }

    /// <summary>How far back it goes.</summary>
    [Parameter]
    public int Hours { get; set; }

    /// <summary>Another window was chosen.</summary>
    [Parameter]
    public EventCallback<int> HoursChanged { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_plotted, Positions))
        {
            _plotted = Positions;
            _plot = TrackPlot.Of(Positions);
        }
    }

    private IEnumerable<string> Details(RecorderPosition position)
    {
        yield return T["fix." + (Fixes.Contains(position.Fix) ? position.Fix : "unknown")];
        if (position.AccuracyMetres is { } accuracy)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"±{accuracy:0} m");
        }
        else if (position.Hdop is { } hdop)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"HDOP {hdop:0.0}");
        }
        if (position.Satellites is { } satellites)
        {
            yield return T["track.satellites", satellites];
        }
        if (position.SpeedKmh is { } speed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{speed:0.0} km/h");
        }
        if (position.CourseDegrees is { } course && position.SpeedKmh is not 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Arrow(course)} {course:0}°");
        }
        if (position.AltitudeMetres is { } altitude)
        {
            yield return T["track.altitude", altitude.ToString("0", CultureInfo.InvariantCulture)];
        }
        if (Sources.Contains(position.Source))
        {
            yield return T["source." + position.Source];
        }
        if (position.Buffered)
        {
            yield return T["track.buffered"];
        }
    }

    private static string Arrow(double course) => "↑↗→↘↓↙←↖".Substring((int)Math.Round(course / 45) % 8, 1);

    private static string Coordinates(RecorderPosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.LatitudeDegrees:0.00000}, {position.LongitudeDegrees:0.00000}");

    private static string Reading(RecorderPosition position)
    {
        var speed = position.SpeedKmh is { } kmh ? string.Create(CultureInfo.InvariantCulture, $" · {kmh:0.0} km/h") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{position.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC · {Coordinates(position)}{speed}"
        );
    }

    private static string BarText(TrackPlot plot)
    {
        var words = plot.BarMetres >= 1_000 ? $"{N(plot.BarMetres / 1_000)} km" : $"{N(plot.BarMetres)} m";
        return $"<text x=\"{N(24 + plot.BarUnits)}\" y=\"{N(TrackPlot.Height - 14)}\">{words}</text>";
    }

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
