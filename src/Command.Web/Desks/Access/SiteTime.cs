using System.Globalization;

namespace Command.Web.Desks.Access;

/// <summary>Planned times as people of this site read and write them: in the zone of the server, to the minute.</summary>
internal sealed class SiteTime(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The wall clock of the site.</summary>
    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).DateTime;

    /// <summary>The moment a wall clock of the site shows this; a time that a change of clocks skips or repeats is the earlier one possible.</summary>
    public DateTimeOffset Moment(DateTime local)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var zone = time.LocalTimeZone;
        return new DateTimeOffset(
            unspecified,
            zone.IsAmbiguousTime(unspecified) ? zone.GetAmbiguousTimeOffsets(unspecified).Max() : zone.GetUtcOffset(unspecified)
        );
    }

    /// <summary>Month, day, hour and minute; the year where it is another one.</summary>
    public string Text(DateTimeOffset at)
    {
        var local = Local(at);
        return local.ToString(local.Year == Local(Now).Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>The same moment in UTC, for the hover.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
