using Command.Contracts.Authority;
using Command.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Command.Web.Desks.Access;

/// <summary>Rights, roles and their limits in the words of the page's language.</summary>
internal sealed class AccessWords(IStringLocalizer<Texts> texts, SiteTime time)
{
    /// <summary>What stands in for the role of a line that comes from a broken glass.</summary>
    public const string BrokenGlass = "break-glass";

    public string Right(string right) => Named("right", right);

    public string Role(string role) => Named("role", role);

    public string Area(string area) => texts[$"area.{area}"];

    public string Reach(RightReach reach) => texts[$"reach.{ReachKey(reach)}"];

    /// <summary>Key of a reach, as texts and style sheets name it.</summary>
    public static string ReachKey(RightReach reach) =>
        reach switch
        {
            RightReach.OwnUnit => "own-unit",
            RightReach.Group => "group",
            RightReach.OwnDevice => "own-device",
            RightReach.OwnCase => "own-case",
            RightReach.Site => "site",
            _ => "unit",
        };

    /// <summary>The shape of a reach in the matrix.</summary>
    public static string ReachMark(RightReach reach) =>
        reach switch
        {
            RightReach.Site => "◉",
            RightReach.OwnUnit => "◐",
            RightReach.Group => "▣",
            RightReach.OwnDevice => "◇",
            RightReach.OwnCase => "§",
            _ => "●",
        };

    public static bool HasLimits(RoleRight right) =>
        right.NeedsPurpose
        || right.NeedsApproval
        || right.FootageHours is not null
        || right.ViewSeconds is not null
        || right.List is not null;

    /// <summary>Each limit in a few words.</summary>
    public IEnumerable<string> Limits(RoleRight right)
    {
        if (right.FootageHours is { } hours)
        {
            yield return texts["limit.footage", hours];
        }
        if (right.ViewSeconds is { } seconds)
        {
            yield return texts["limit.view", seconds];
        }
        if (right.List is { } list)
        {
            yield return texts["limit.list", Named("list", list)];
        }
        if (right.NeedsPurpose)
        {
            yield return texts["limit.purpose"];
        }
        if (right.NeedsApproval)
        {
            yield return texts["limit.approval"];
        }
    }

    /// <summary>Reach and limits of a right of a role, in one line.</summary>
    public string Describe(RoleRight right) => string.Join(texts["list.separator"], Limits(right).Prepend(Reach(right.Reach)));

    public string Inactive(string reason) => Named("inactive", reason);

    public string Until(DateTimeOffset? until) => until is { } end ? texts["time.until", time.Text(end)] : texts["time.no-end"];

    /// <summary>From when until when, in words.</summary>
    public string Span(DateTimeOffset? from, DateTimeOffset? until) =>
        from is { } begin && begin > time.Now
            ? string.Join(texts["list.separator"], (string)texts["time.from", time.Text(begin)], Until(until))
            : Until(until);

    /// <summary>Several names in one line.</summary>
    public string Join(IEnumerable<string> names) => string.Join(texts["list.separator"], names);

    private string Named(string kind, string name) => texts[$"{kind}.{name}"] is { ResourceNotFound: false } word ? word.Value : name;
}
