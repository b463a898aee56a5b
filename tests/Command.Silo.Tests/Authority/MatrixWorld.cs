using Command.Contracts.Authority;
using Command.Silo.Authority;
using Command.Silo.Units;

namespace Command.Silo.Tests.Authority;

/// <summary>The places that the matrix test asks about: a unit with one below it, a unit beside it, a group, and what has no unit.</summary>
internal sealed record MatrixWorld(DateTimeOffset Now)
{
    public const string Top = "top";
    public const string Below = "below";
    public const string Beside = "beside";
    public const string Group = "group";
    public const string OwnHearing = "own-hearing";

    private const string InGroup = "camera-in-group";

    /// <summary>Units and the group.</summary>
    public static IReadOnlyList<object> Rows { get; } =
    [
        Unit(Top, null),
        Unit(Below, Top),
        Unit(Beside, null),
        new DeviceGroupRow { Id = Group, Name = Group },
        new DeviceGroupMemberRow { GroupId = Group, DeviceId = InGroup },
    ];

    /// <summary>Every place, with the reaches that get there from a role held in <see cref="Top"/> and on <see cref="Group"/>.</summary>
    public static IEnumerable<(AccessScope Scope, RightReach[] Placed, RightReach[] SiteWide)> Places(string subjectId)
    {
        RightReach[] everywhere = [RightReach.Unit, RightReach.Site];
        yield return (new("camera", "camera-top", Top), [RightReach.Unit, RightReach.OwnUnit, RightReach.Site], everywhere);
        yield return (new("camera", "camera-below", Below), [RightReach.Unit, RightReach.Site], everywhere);
        yield return (new("camera", "camera-beside", Beside), [RightReach.Site], everywhere);
        yield return (new("camera", InGroup, Beside), [RightReach.Unit, RightReach.Group, RightReach.Site], everywhere);
        yield return (new("signal", "signal", Beside, InGroup), [RightReach.Unit, RightReach.Group, RightReach.Site], everywhere);
        RightReach[] worn = [RightReach.OwnDevice, RightReach.Site];
        yield return (new("recorder", $"worn-{subjectId}", Beside), worn, [.. worn, RightReach.Unit]);
        yield return (new("recorder", "worn-by-another", Beside), [RightReach.Site], everywhere);
        RightReach[] own = [RightReach.OwnCase, RightReach.Site];
        yield return (new("hearing", OwnHearing, Beside), own, [.. own, RightReach.Unit]);
        yield return (new("hearing", "hearing-of-others", Beside), [RightReach.Site], everywhere);
        yield return (new("audit", null, null), [RightReach.Site], everywhere);
    }

    /// <summary>The right without which an object of this kind is not there.</summary>
    public static string? SeeOf(string kind) =>
        kind switch
        {
            "camera" or "recorder" => Rights.DeviceSee,
            "signal" => Rights.SignalView,
            _ => null,
        };

    private static UnitRow Unit(string id, string? parent) =>
        new()
        {
            Id = id,
            ParentId = parent,
            Name = id,
        };

    /// <summary>Everybody has one hearing of their own, and the same.</summary>
    internal sealed class OneHearing : ICaseScope
    {
        public bool IsOwnCase(string accountId, AccessScope scope) => scope is { Kind: "hearing", Id: OwnHearing };
    }
}
