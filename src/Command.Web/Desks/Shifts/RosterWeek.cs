using Command.Contracts.Duty;

namespace Command.Web.Desks.Shifts;

/// <summary>Lays shifts out over one week. Pure.</summary>
internal static class RosterWeek
{
    /// <summary>Midnight of the Monday on or before a day.</summary>
    public static DateTime MondayOf(DateTime local) => local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7));

    /// <summary>One row per person, by name; what reaches beyond the week is cut.</summary>
    public static List<RosterRow> Rows(IEnumerable<Shift> shifts, DateTimeOffset from, DateTimeOffset until) =>
        [
            .. shifts
                .Where(shift => shift.Until > from && shift.From < until)
                .GroupBy(shift => shift.AccountId, StringComparer.Ordinal)
                .Select(own => RowOf(own.OrderBy(shift => shift.From).ToList(), from, until))
                .OrderBy(row => row.Name, StringComparer.CurrentCulture),
        ];

    private static RosterRow RowOf(List<Shift> shifts, DateTimeOffset from, DateTimeOffset until)
    {
        var lanes = new List<DateTimeOffset>();
        var bars = new List<RosterBar>();
        foreach (var shift in shifts)
        {
            var lane = lanes.FindIndex(end => end <= shift.From);
            if (lane < 0)
            {
                lane = lanes.Count;
                lanes.Add(shift.Until);
            }
            lanes[lane] = shift.Until;
            var start = shift.From < from ? from : shift.From;
            var end = shift.Until > until ? until : shift.Until;
            bars.Add(new RosterBar(shift, lane, (start - from) / (until - from), (end - start) / (until - from)));
        }
        return new RosterRow(shifts[0].AccountId, shifts[^1].Name, lanes.Count, [.. bars]);
    }
}
