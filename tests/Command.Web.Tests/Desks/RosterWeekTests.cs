using Command.Contracts.Duty;
using Command.Web.Desks.Shifts;

namespace Command.Web.Tests.Desks;

public sealed class RosterWeekTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Sunday = Monday.AddDays(7);

    [Theory]
    [InlineData("2026-11-23T00:00:00", "2026-11-23")]
    [InlineData("2026-11-25T08:00:00", "2026-11-23")]
    [InlineData("2026-11-29T23:59:00", "2026-11-23")]
    [InlineData("2026-11-30T00:00:00", "2026-11-30")]
    public void MondayOf_AnyDay_IsTheMondayBefore(string day, string monday) => Assert.Equal(Date(monday), RosterWeek.MondayOf(Date(day)));

    [Fact]
    public void Rows_ShiftBeyondTheWeek_IsCut()
    {
        var row = Assert.Single(RosterWeek.Rows([Shift("a", -12, 12), Shift("a", 160, 180)], Monday, Sunday));
        Assert.Equal((0d, 12d / 168), (row.Bars[0].StartShare, row.Bars[0].LengthShare));
        Assert.Equal(1, row.Bars[1].StartShare + row.Bars[1].LengthShare, 9);
    }

    [Fact]
    public void Rows_OverlappingShifts_StandBelowEachOther()
    {
        var row = Assert.Single(RosterWeek.Rows([Shift("a", 8, 18), Shift("a", 10, 12), Shift("a", 12, 20)], Monday, Sunday));
        Assert.Equal([0, 1, 1], row.Bars.Select(bar => bar.Lane));
        Assert.Equal(2, row.Lanes);
    }

    [Fact]
    public void Rows_SeveralPeople_OneRowEachByName()
    {
        var rows = RosterWeek.Rows([Shift("b", 8, 18), Shift("a", 8, 18), Shift("b", 32, 42), Shift("c", 200, 210)], Monday, Sunday);
        Assert.Equal(["Name a", "Name b"], rows.Select(row => row.Name));
        Assert.Equal(2, rows[1].Bars.Length);
        Assert.Equal(1, rows[1].Lanes);
    }

    private static Shift Shift(string account, int from, int until) =>
        new($"{account}{from}", account, $"Name {account}", "duty-officer", null, Monday.AddHours(from), Monday.AddHours(until), null);

    private static DateTime Date(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
