using System.Globalization;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Contracts.Events;
using Command.Contracts.Units;
using Command.Web.Desks.Access;
using Command.Web.Realtime;

namespace Command.Web.Desks.Shifts;

/// <summary>The roster of one week: who is on shift now, the bars of everybody, and the list.</summary>
public partial class ShiftsDesk
{
    private IReadOnlyList<UnitDetails> _units = [];
    private IReadOnlyList<Shift> _shifts = [];
    private IReadOnlyList<Shift> _running = [];
    private List<RosterRow> _rows = [];
    private OwnAccess _own = OwnAccess.Unknown;
    private Refusal? _denied;
    private Refusal? _refusal;
    private DateTime _monday;
    private bool _planning;

    private bool MayPlan => _own.May(Rights.ShiftManage);

    private bool IsThisWeek => _monday == RosterWeek.MondayOf(Site.Local(Site.Now));

    private DateTimeOffset WeekFrom => Site.Moment(_monday);

    private DateTimeOffset WeekUntil => Site.Moment(_monday.AddDays(7));

    private double? NowShare => IsThisWeek ? (Site.Now - WeekFrom) / (WeekUntil - WeekFrom) : null;

    // A shift begins and ends without anybody telling.
    private protected override TimeSpan? Again => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override void OnInitialized() => _monday = RosterWeek.MondayOf(Site.Local(Site.Now));

    private protected override async Task LoadAsync(CommandContext context)
    {
        _own = await Own.ReadAsync(context, Gone);
        _units = await Units.ListAsync(context, Gone);
        var week = await Roster.ListAsync(context, new ShiftQuery(WeekFrom, WeekUntil, null, null), Gone);
        _denied = week.Refusal;
        _shifts = week.Value?.Shifts ?? [];
        _rows = RosterWeek.Rows(_shifts, WeekFrom, WeekUntil);
        var now = Site.Now;
        var present = IsThisWeek ? week : await Roster.ListAsync(context, new ShiftQuery(now, now.AddMinutes(1), null, null), Gone);
        _running = [.. (present.Value?.Shifts ?? []).Where(IsRunning).OrderBy(shift => shift.Name, StringComparer.CurrentCulture)];
    }

    private protected override async Task<bool> ChangeAsync(WallNotice notice)
    {
        if (notice.Source is not (AccessChanged or UnitsChanged))
        {
            return false;
        }
        await ReloadAsync();
        return true;
    }

    private Task MoveAsync(int days)
    {
        _monday = _monday.AddDays(days);
        return ReloadAsync();
    }

    private Task ThisWeekAsync()
    {
        _monday = RosterWeek.MondayOf(Site.Local(Site.Now));
        return ReloadAsync();
    }

    private void Plan() => _planning = true;

    private void Close() => _planning = false;

    private async Task SavedAsync()
    {
        Close();
        await ReloadAsync();
    }

    private async Task EndAsync(Shift shift)
    {
        if (await ContextAsync() is { } context)
        {
            _refusal = (await Roster.EndAsync(context, shift.Id, Gone)).Refusal;
            await ReloadAsync();
        }
    }

    private bool IsRunning(Shift shift) => shift.From <= Site.Now && Site.Now < shift.Until;

    private string UnitName(string? unitId) =>
        unitId is null ? T["groups.site"] : _units.FirstOrDefault(unit => unit.Id == unitId)?.Name ?? "";

    private string Describe(Shift shift) =>
        $"{shift.Name} · {Words.Role(shift.Role)} · {UnitName(shift.UnitId)} · {Site.Text(shift.From)} – {Site.Text(shift.Until)}";

    private static string Lanes(RosterRow row) => string.Create(CultureInfo.InvariantCulture, $"--lanes:{row.Lanes}");

    private static string Left(double share) => string.Create(CultureInfo.InvariantCulture, $"left:{share * 100:0.###}%");

    private static string Place(RosterBar bar) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"left:{bar.StartShare * 100:0.###}%;width:{bar.LengthShare * 100:0.###}%;--lane:{bar.Lane}"
        );
}
