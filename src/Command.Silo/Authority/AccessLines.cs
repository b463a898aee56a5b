using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>Unfolds what somebody holds into lines. Pure.</summary>
internal static class AccessLines
{
    public const string OffShift = "off-shift";
    public const string NotYet = "not-yet";
    public const string Over = "over";

    /// <summary>All lines of a subject, those that count now first within each role.</summary>
    public static IEnumerable<HeldLine> Of(AccessSnapshot snapshot, string subjectId, DateTimeOffset now)
    {
        foreach (var held in snapshot.RolesOf(subjectId))
        {
            if (snapshot.Catalogue.Find(held.Role) is not { } role)
            {
                continue; // a role of a newer program: it gives nothing here
            }
            foreach (var (place, inactive, until) in Places(snapshot, role, held, now))
            {
                foreach (var right in role.Rights)
                {
                    yield return new HeldLine(right, place, inactive, until);
                }
            }
        }
    }

    /// <summary>Only what counts now, of one right.</summary>
    public static IEnumerable<HeldLine> Active(AccessSnapshot snapshot, string subjectId, string right, DateTimeOffset now) =>
        Of(snapshot, subjectId, now).Where(line => line.Inactive is null && line.Right.Right == right);

    /// <summary>Does this line reach the object?</summary>
    public static bool Reaches(AccessSnapshot snapshot, ICaseScope cases, string subjectId, HeldLine line, AccessScope scope) =>
        scope.IsAnywhere
        || line.Right.Reach switch
        {
            RightReach.Site => true,
            RightReach.Unit => line.Held.IsSiteWide
                || (line.Held.UnitId is { } top && scope.UnitId is { } unit && snapshot.IsWithin(unit, top))
                || IsInGroup(snapshot, line.Held, scope),
            RightReach.OwnUnit => line.Held.UnitId is { } own && scope.UnitId == own,
            RightReach.Group => IsInGroup(snapshot, line.Held, scope),
            RightReach.OwnDevice => scope.Device is { } device && snapshot.DevicesOf(subjectId).Contains(device),
            RightReach.OwnCase => cases.IsOwnCase(subjectId, scope),
            _ => false,
        };

    private static bool IsInGroup(AccessSnapshot snapshot, HeldRole held, AccessScope scope) =>
        scope.Device is { } device && held.GroupIds.Any(group => snapshot.MembersOf(group).Contains(device));

    // A role that is bound to shifts counts where role and shift overlap: once for each shift that runs.
    private static (HeldRole Place, string? Inactive, DateTimeOffset? Until)[] Places(
        AccessSnapshot snapshot,
        RoleInfo role,
        HeldRole held,
        DateTimeOffset now
    )
    {
        if (held.From > now)
        {
            return [(held, NotYet, held.Until)];
        }
        if (held.Until <= now)
        {
            return [(held, Over, held.Until)];
        }
        if (!role.ShiftBound)
        {
            return [(held, null, held.Until)];
        }
        var running = snapshot
            .ShiftsOf(held.SubjectId)
            .Where(shift => shift.Role == held.Role && shift.From <= now && now < shift.Until)
            .Select(shift =>
                (Place: Overlap(snapshot, held, shift.UnitId), (string?)null, (DateTimeOffset?)Earlier(held.Until, shift.Until))
            )
            .Where(place => place.Place is not null)
            .Select(place => (place.Place!, place.Item2, place.Item3)) // filtered above
            .ToArray();
        return running.Length > 0 ? running : [(held, OffShift, held.Until)];
    }

    private static HeldRole? Overlap(AccessSnapshot snapshot, HeldRole held, string? shiftUnit)
    {
        if (shiftUnit is null || (held.UnitId is null && !held.GroupIds.IsEmpty))
        {
            return held;
        }
        if (held.UnitId is not { } unit)
        {
            return held with { UnitId = shiftUnit };
        }
        if (snapshot.IsWithin(unit, shiftUnit))
        {
            return held;
        }
        return snapshot.IsWithin(shiftUnit, unit) ? held with { UnitId = shiftUnit } : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } at && at < other ? at : other;
}
