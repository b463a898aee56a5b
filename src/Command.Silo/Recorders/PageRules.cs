using System.Collections.Immutable;
using Command.Contracts.Common;
using Command.Contracts.Recorders;
using Command.Silo.Common;

namespace Command.Silo.Recorders;

/// <summary>What a field page may tell.</summary>
internal static class PageRules
{
    public const int MaxItems = 100;

    private const string Page = "page";
    private const int MaxBootLength = 64;

    private static readonly ImmutableArray<string> Fixes = ["none", "2d", "3d", "dgps", "rtk"];

    /// <summary>Null, or what is wrong with the report.</summary>
    public static Refusal? Check(PositionReport report)
    {
        if (report.Boot is not { Length: > 0 and <= MaxBootLength } boot)
        {
            return Refusal.InvalidField("boot", "boot-length", $"boot has 1 to {MaxBootLength} characters.", $"{MaxBootLength}");
        }
        if (report.Items.IsDefault || report.Items.Length is 0 or > MaxItems)
        {
            return Refusal.InvalidField("items", "position-count", $"1 to {MaxItems} positions are possible.", $"{MaxItems}");
        }
        if (report.BatteryPercent is < 0 or > 100)
        {
            return Refusal.InvalidField("batteryPercent", "battery-out-of-range", "A battery has 0 to 100 per cent.");
        }
        return FieldRules.CheckCharacters("boot", boot)
            ?? report.Items.Select(item => Check("items", item?.Position)).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>Null, or what is wrong with the press.</summary>
    public static Refusal? Check(SosReport report)
    {
        if (!Ulid.IsValid(report.Id))
        {
            return Refusal.InvalidField("id", "sos-id-malformed", "The id of an SOS is a lower-case ULID made by the page.");
        }
        if (report.PressedAt == default)
        {
            return Refusal.InvalidField("pressedAt", "time-malformed", "The time of the press is missing.");
        }
        return report.Position is null ? null : Check("position", report.Position);
    }

    /// <summary>The position in the words that are stored: what the page says of its fix is one of ours, its source is the page.</summary>
    public static RecorderPosition Stored(RecorderPosition position) =>
        position with
        {
            At = position.At.ToUniversalTime(),
            AltitudeMetres = Finite(position.AltitudeMetres),
            SpeedKmh = Finite(position.SpeedKmh),
            CourseDegrees = Finite(position.CourseDegrees),
            Hdop = Finite(position.Hdop),
            AccuracyMetres = Finite(position.AccuracyMetres),
            Fix = Fixes.Contains(position.Fix) ? position.Fix : "unknown",
            Source = Page,
        };

    private static Refusal? Check(string field, RecorderPosition? position)
    {
        if (position is null || position.At == default)
        {
            return Refusal.InvalidField(field, "position-incomplete", "A position has a latitude, a longitude and a time.");
        }
        if (!(Math.Abs(position.LatitudeDegrees) <= 90))
        {
            var given = $"{position.LatitudeDegrees}";
            return Refusal.InvalidField(
                field,
                "latitude-out-of-range",
                $"The latitude {given} does not lie between −90 and 90.",
                given,
                "90"
            );
        }
        if (!(Math.Abs(position.LongitudeDegrees) <= 180))
        {
            var given = $"{position.LongitudeDegrees}";
            return Refusal.InvalidField(
                field,
                "longitude-out-of-range",
                $"The longitude {given} does not lie between −180 and 180.",
                given,
                "180"
            );
        }
        return null;
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
