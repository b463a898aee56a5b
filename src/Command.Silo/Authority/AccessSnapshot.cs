using System.Collections.Frozen;
using System.Collections.Immutable;
using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>Everything decisions are made from, as it stood at one moment. Immutable; time is not in it, a decision brings its own.</summary>
internal sealed class AccessSnapshot
{
    private readonly FrozenDictionary<string, ImmutableArray<HeldRole>> _roles;
    private readonly FrozenDictionary<string, ImmutableArray<HeldShift>> _shifts;
    private readonly FrozenDictionary<string, FrozenSet<string>> _members;
    private readonly FrozenDictionary<string, FrozenSet<string>> _held;
    private readonly FrozenDictionary<string, BreakGlass> _broken;
    private readonly FrozenDictionary<string, string?> _parents;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _children;

    public AccessSnapshot(long version, RoleCatalogue catalogue, AccessFacts facts)
    {
        Version = version;
        Catalogue = catalogue;
        _roles = facts
            .Roles.GroupBy(role => role.SubjectId, StringComparer.Ordinal)
            .ToFrozenDictionary(own => own.Key, own => own.ToImmutableArray(), StringComparer.Ordinal);
        _shifts = facts
            .Shifts.GroupBy(shift => shift.AccountId, StringComparer.Ordinal)
            .ToFrozenDictionary(own => own.Key, own => own.ToImmutableArray(), StringComparer.Ordinal);
        _members = facts
            .Members.GroupBy(member => member.GroupId, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Select(member => member.DeviceId).ToFrozenSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );
        _held = facts
            .Holders.GroupBy(holder => holder.AccountId, StringComparer.Ordinal)
            .ToFrozenDictionary(
                own => own.Key,
                own => own.Select(holder => holder.DeviceId).ToFrozenSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );
        _broken = facts.Broken.ToFrozenDictionary(StringComparer.Ordinal);
        _parents = facts.UnitParents.ToFrozenDictionary(StringComparer.Ordinal);
        _children = facts
            .UnitParents.Where(unit => unit.Value is not null)
            .GroupBy(unit => unit.Value!, StringComparer.Ordinal) // filtered above
            .ToFrozenDictionary(parent => parent.Key, parent => parent.Select(unit => unit.Key).ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>Nobody may do anything.</summary>
    public static AccessSnapshot Empty { get; } = new(0, RoleCatalogue.Shipped, AccessFacts.Nothing);

    /// <summary>Grows with every change of the facts.</summary>
    public long Version { get; }

    public RoleCatalogue Catalogue { get; }

    /// <summary>Roles a subject holds, whether they count now or not.</summary>
    public ImmutableArray<HeldRole> RolesOf(string subjectId) => _roles.GetValueOrDefault(subjectId, []);

    /// <summary>Shifts of an account.</summary>
    public ImmutableArray<HeldShift> ShiftsOf(string accountId) => _shifts.GetValueOrDefault(accountId, []);

    /// <summary>Devices somebody has in hand.</summary>
    public FrozenSet<string> DevicesOf(string accountId) => _held.GetValueOrDefault(accountId, FrozenSet<string>.Empty);

    /// <summary>Devices of a group.</summary>
    public FrozenSet<string> MembersOf(string groupId) => _members.GetValueOrDefault(groupId, FrozenSet<string>.Empty);

    /// <summary>Set while the glass is broken, or was and its time is over.</summary>
    public BreakGlass? BrokenBy(string accountId) => _broken.GetValueOrDefault(accountId);

    /// <summary>Accounts that hold a role, whether it counts now or not.</summary>
    public ImmutableArray<string> HoldersOf(IReadOnlyCollection<string> roles) =>
        [.. _roles.Where(own => own.Value.Any(role => roles.Contains(role.Role))).Select(own => own.Key)];

    /// <summary>Is <paramref name="unitId"/> the unit <paramref name="topId"/> or below it?</summary>
    public bool IsWithin(string unitId, string topId)
    {
        // A tree of the database has no cycle; the count keeps a broken one from hanging the server.
        var (at, steps) = ((string?)unitId, 0);
        while (at is not null && steps++ <= _parents.Count)
        {
            if (at == topId)
            {
                return true;
            }
            at = _parents.GetValueOrDefault(at);
        }
        return false;
    }

    /// <summary>A unit and every unit below it.</summary>
    public IEnumerable<string> Subtree(string topId)
    {
        var open = new Stack<string>([topId]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var unit))
        {
            if (seen.Add(unit))
            {
                yield return unit;
                foreach (var child in _children.GetValueOrDefault(unit, []))
                {
                    open.Push(child);
                }
            }
        }
    }

    /// <summary>The next moment after <paramref name="now"/> at which somebody's rights change by themselves; null for none.</summary>
    public DateTimeOffset? NextBoundary(DateTimeOffset now) => Boundaries().Where(at => at > now).Min(at => (DateTimeOffset?)at);

    private IEnumerable<DateTimeOffset> Boundaries()
    {
        foreach (var role in _roles.Values.SelectMany(own => own))
        {
            if (role.From is { } from)
            {
                yield return from;
            }
            if (role.Until is { } until)
            {
                yield return until;
            }
        }
        foreach (var shift in _shifts.Values.SelectMany(own => own))
        {
            yield return shift.From;
            yield return shift.Until;
        }
        foreach (var broken in _broken.Values)
        {
            yield return broken.Until;
        }
    }
}
