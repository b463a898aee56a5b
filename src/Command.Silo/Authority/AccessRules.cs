using System.Collections.Immutable;
using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Silo.Authority;

/// <summary>Right × scope × time × purpose, decided from one snapshot. Pure: the same arguments give the same answer. Denies by default.</summary>
internal static class AccessRules
{
    /// <summary>Role of a decision that a broken glass granted.</summary>
    public const string BreakGlassRole = "break-glass";

    public static AuthorityDecision Decide(
        AccessSnapshot snapshot,
        ICaseScope cases,
        CommandContext context,
        Right right,
        AccessScope scope,
        DateTimeOffset now
    )
    {
        if (IsServer(context))
        {
            return AuthorityDecision.Granted;
        }
        if (IsDevice(context))
        {
            return DecideDevice(context, right, scope);
        }
        if (!IsPersonOrClient(context))
        {
            return Deny("not-signed-in", $"{right} on {scope.Kind} needs a signed-in account.", right);
        }
        var ways = Ways(snapshot, cases, context.ActorId, right.Name, scope, now);
        if (ways.Count == 0)
        {
            return Missing(snapshot, cases, context.ActorId, right, scope, now);
        }
        var usable = string.IsNullOrWhiteSpace(context.Purpose) ? ways.FindAll(way => !way.Right.NeedsPurpose) : ways;
        return usable.Count > 0 ? Merge(usable) : Deny("purpose-required", $"{right} needs a reason or a case number.", right);
    }

    /// <summary>Where a subject holds a right now.</summary>
    public static ScopeSet Visible(AccessSnapshot snapshot, CommandContext context, Right right, DateTimeOffset now)
    {
        if (IsServer(context))
        {
            return ScopeSet.Everything;
        }
        return IsPersonOrClient(context) ? Visible(snapshot, context.ActorId, right.Name, now) : ScopeSet.None;
    }

    /// <summary>Where a subject holds a right now.</summary>
    public static ScopeSet Visible(AccessSnapshot snapshot, string subjectId, string right, DateTimeOffset now)
    {
        if (BrokenGlass(snapshot, subjectId, right, now) is not null)
        {
            return ScopeSet.Everything;
        }
        var units = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var devices = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var line in AccessLines.Active(snapshot, subjectId, right, now))
        {
            switch (line.Right.Reach)
            {
                case RightReach.Site:
                case RightReach.Unit when line.Held.IsSiteWide:
                    return ScopeSet.Everything;
                case RightReach.Unit when line.Held.UnitId is { } top:
                    units.UnionWith(snapshot.Subtree(top));
                    break;
                case RightReach.OwnUnit when line.Held.UnitId is { } own:
                    units.Add(own);
                    break;
                case RightReach.OwnDevice:
                    devices.UnionWith(snapshot.DevicesOf(subjectId));
                    break;
                default:
                    break;
            }
            if (line.Right.Reach is RightReach.Unit or RightReach.Group)
            {
                foreach (var group in line.Held.GroupIds)
                {
                    devices.UnionWith(snapshot.MembersOf(group));
                }
            }
        }
        return new ScopeSet(false, units.ToImmutable(), devices.ToImmutable());
    }

    /// <summary>What a subject may be told of now.</summary>
    public static VisibleScope VisibleTo(AccessSnapshot snapshot, string subjectId, DateTimeOffset now) =>
        new(
            snapshot.Version,
            snapshot.NextBoundary(now),
            Visible(snapshot, subjectId, Rights.DeviceSee, now),
            Visible(snapshot, subjectId, Rights.SignalView, now),
            Visible(snapshot, subjectId, Rights.UnitSee, now)
        );

    /// <summary>All ways in which a subject may do this to this object now.</summary>
    internal static List<HeldLine> Ways(
        AccessSnapshot snapshot,
        ICaseScope cases,
        string subjectId,
        string right,
        AccessScope scope,
        DateTimeOffset now
    )
    {
        var ways = AccessLines
            .Active(snapshot, subjectId, right, now)
            .Where(line => AccessLines.Reaches(snapshot, cases, subjectId, line, scope))
            .ToList();
        if (BrokenGlass(snapshot, subjectId, right, now) is { } broken)
        {
            ways.Add(broken);
        }
        return ways;
    }

    internal static HeldLine? BrokenGlass(AccessSnapshot snapshot, string subjectId, string right, DateTimeOffset now) =>
        RightNames.OfBrokenGlass.Contains(right) && snapshot.BrokenBy(subjectId) is { } broken && broken.Since <= now && now < broken.Until
            ? new HeldLine(
                new RoleRight(right, RightReach.Site),
                new HeldRole("", subjectId, BreakGlassRole, null, [], broken.Since, broken.Until),
                null,
                broken.Until
            )
            : null;

    // The most generous way counts, limit by limit; a way without a second person before one with.
    private static AuthorityDecision Merge(List<HeldLine> ways)
    {
        var best = ways.FindAll(way => !way.Right.NeedsApproval);
        var (needsApproval, chosen) = best.Count > 0 ? (false, best) : (true, ways);
        return new AuthorityDecision(null, Latest(chosen.Select(way => way.Until)))
        {
            NeedsApproval = needsApproval,
            Role = chosen[0].Held.Role,
            Limits = new RightLimits(
                Longest(chosen.Select(way => way.Right.FootageHours), hours => TimeSpan.FromHours(hours)),
                Longest(chosen.Select(way => way.Right.ViewSeconds), seconds => TimeSpan.FromSeconds(seconds)),
                chosen.Any(way => way.Right.List is null)
                    ? null
                    : string.Join(',', chosen.Select(way => way.Right.List).Distinct(StringComparer.Ordinal))
            ),
        };
    }

    private static AuthorityDecision Missing(
        AccessSnapshot snapshot,
        ICaseScope cases,
        string subjectId,
        Right right,
        AccessScope scope,
        DateTimeOffset now
    )
    {
        var see = RightNames.SeeOf(scope.Kind);
        var isHidden =
            scope.Id is not null && see is not null && (see == right.Name || Ways(snapshot, cases, subjectId, see, scope, now).Count == 0);
        return isHidden ? NotFound(scope) : Deny("right-missing", $"The right {right} is missing.", right);
    }

    // For a device nothing exists but itself.
    private static AuthorityDecision DecideDevice(CommandContext device, Right right, AccessScope scope)
    {
        if (device.ActorId != $"{scope.Kind}/{scope.Id}")
        {
            return NotFound(scope);
        }
        return RightNames.OfDevices.Contains(right.Name)
            ? AuthorityDecision.Granted
            : Deny("device-may-not", $"{right} is not for devices.", right);
    }

    private static bool IsServer(CommandContext context) => context.ActorId == CommandContext.SystemActor && context.SessionId is null;

    private static bool IsPersonOrClient(CommandContext context) =>
        (Ulid.IsValid(context.ActorId) && Ulid.IsValid(context.SessionId)) || IsClient(context);

    private static bool IsClient(CommandContext context) =>
        context.SessionId is null && context.ActorId.Split('/') is [CommandContext.ClientKind, var id] && Ulid.IsValid(id);

    private static bool IsDevice(CommandContext context) =>
        context.SessionId is null
        && !IsClient(context)
        && context.ActorId.Split('/') is [{ Length: > 0 } kind, var id]
        && kind.All(char.IsAsciiLetterLower)
        && Ulid.IsValid(id);

    private static AuthorityDecision NotFound(AccessScope scope) =>
        new(Refusal.Of(RefusalCode.NotFound, $"{scope.Kind}-not-found", $"There is no {scope.Kind} {scope.Id}."), null);

    private static AuthorityDecision Deny(string reason, string detail, Right right) =>
        new(new Refusal(RefusalCode.Forbidden, reason, detail, [right.Name], null), null);

    private static DateTimeOffset? Latest(IEnumerable<DateTimeOffset?> ends)
    {
        var all = ends.ToList();
        return all.Contains(null) ? null : all.Max();
    }

    private static TimeSpan? Longest(IEnumerable<int?> limits, Func<int, TimeSpan> inTime)
    {
        var all = limits.ToList();
        return all.Contains(null) ? null : inTime(all.Max() ?? 0);
    }
}
