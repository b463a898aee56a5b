using System.Collections.Immutable;
using System.Globalization;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Contracts.Duty;
using Command.Contracts.Events;
using Command.Contracts.Groups;
using Command.Contracts.Units;
using Command.Web.Desks.Access;
using Command.Web.Realtime;
using Microsoft.AspNetCore.Components;

namespace Command.Web.Desks.People;

/// <summary>One person: the account, the roles held, the shifts, the sessions, and what all of it comes to.</summary>
public partial class PersonDesk
{
    private static readonly TimeSpan ShiftsAhead = TimeSpan.FromDays(31);

    private IReadOnlyList<UnitDetails> _units = [];
    private ImmutableArray<DeviceGroup> _groups = [];
    private ImmutableArray<Shift> _shifts = [];
    private ImmutableArray<PersonSession> _sessions = [];
    private OwnAccess _own = OwnAccess.Unknown;
    private Person? _person;
    private AccessReport? _report;
    private Refusal? _denied;
    private Refusal? _reportDenied;
    private Refusal? _refusal;
    private OneTimePassword? _secret;
    private Drawer _drawer;
    private string? _revoking;
    private string? _notice;
    private string _reason = "";
    private string _me = "";
    private bool _busy;
    private bool _mayReport;

    private enum Drawer
    {
        Closed,
        Edit,
        Grant,
        Password,
    }

    /// <summary>Account id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    private protected override TimeSpan? Again => TimeSpan.FromSeconds(30);

    private bool MayManage => _own.May(Rights.AccountManage);

    // Nobody changes their own roles.
    private bool MayGrant => _own.May(Rights.RoleManage) && Id != _me;

    private protected override async Task LoadAsync(CommandContext context)
    {
        _me = context.ActorId;
        var own = Own.ReadAsync(context, Gone);
        var described = await People.DescribeAsync(context, Id, Gone);
        (_person, _denied) = (described.Value, described.Refusal);
        _own = await own;
        if (_person is null)
        {
            return;
        }
        _units = await Units.ListAsync(context, Gone);
        // Only what may be read is asked for: a refusal stands in the audit.
        _groups = _own.May(Rights.GroupSee) ? await Groups.ListAsync(context, Gone) : [];
        _mayReport = Id == _me || (_own.Rights is not null && _own.May(Rights.RoleManage));
        if (_mayReport)
        {
            var report = await Access.ReportAsync(context, Id, Gone);
            (_report, _reportDenied) = (report.Value, report.Refusal);
        }
        var now = Site.Now;
        _shifts =
            !_own.May(Rights.ShiftSee) && Id != _me
                ? []
                : (await Roster.ListAsync(context, new ShiftQuery(now, now + ShiftsAhead, null, Id), Gone)).Value?.Shifts ?? [];
        _sessions = MayManage || Id == _me ? await People.SessionsAsync(context, Id, Gone) : [];
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

    private void Open(Drawer drawer) => _drawer = drawer;

    private void Close()
    {
        _drawer = Drawer.Closed;
        _secret = null;
    }

    private async Task SavedAsync()
    {
        Close();
        await ReloadAsync();
    }

    private async Task GrantedAsync(GrantOutcome outcome)
    {
        _notice = outcome.ApprovalId is null ? null : T["grant.waits"].Value;
        await SavedAsync();
    }

    private void AskRevoke(RoleGrant grant)
    {
        _revoking = grant.Id;
        _reason = "";
    }

    private Task RevokeAsync(RoleGrant grant) =>
        ActAsync(async context =>
        {
            _refusal = (await Access.RevokeAsync(context, Id, grant.Id, _reason.Trim(), Gone)).Refusal;
            _revoking = null;
        });

    private Task SwitchAsync() =>
        ActAsync(async context => _refusal = (await People.SwitchAsync(context, Id, _person is { Disabled: false }, Gone)).Refusal);

    private Task ResetAsync() =>
        ActAsync(async context =>
        {
            var reset = await People.ResetPasswordAsync(context, Id, Gone);
            (_secret, _refusal) = (reset.Value, reset.Refusal);
            _drawer = _secret is null ? _drawer : Drawer.Password;
        });

    private Task EndAsync(string? sessionId) =>
        ActAsync(async context => _refusal = (await People.EndSessionsAsync(context, Id, sessionId, Gone)).Refusal);

    private async Task ActAsync(Func<CommandContext, Task> act)
    {
        if (_busy || await ContextAsync() is not { } context)
        {
            return;
        }
        _busy = true;
        try
        {
            await act(context);
        }
        finally
        {
            _busy = false;
        }
        await ReloadAsync();
    }

    private string UnitName(string? unitId) => _units.FirstOrDefault(unit => unit.Id == unitId)?.Name ?? "";

    private string Where(string? unitId, ImmutableArray<string> groupIds)
    {
        var places = groupIds.Select(id => _groups.FirstOrDefault(group => group.Id == id)?.Name ?? T["nav.groups"].Value).ToList();
        if (unitId is not null)
        {
            places.Insert(0, UnitName(unitId));
        }
        return places.Count == 0 ? T["site.whole"] : Words.Join(places);
    }

    // A browser's own words are long; its name and system are what a person knows it by. The whole stands on hover.
    private static string Browser(string userAgent)
    {
        string[] browsers = ["Edg", "Firefox", "Chrome", "Safari", "curl"];
        string[] systems = ["Windows", "Android", "iPhone", "Mac OS X", "Linux"];
        var browser = Array.Find(browsers, name => userAgent.Contains(name, StringComparison.Ordinal));
        var system = Array.Find(systems, name => userAgent.Contains(name, StringComparison.Ordinal));
        return browser is null
            ? userAgent
            : string.Join(" · ", new[] { browser == "Edg" ? "Edge" : browser, system }.Where(part => part is not null));
    }

    private static string Iso(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
