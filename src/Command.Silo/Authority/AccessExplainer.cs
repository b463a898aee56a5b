using System.Collections.Immutable;
using Command.Contracts.Authority;

namespace Command.Silo.Authority;

/// <summary>Says in facts why somebody may or may not. Pure; names of people are added by who asks.</summary>
internal static class AccessExplainer
{
    /// <summary>Every line of a subject, those that count now first.</summary>
    public static ImmutableArray<AccessLine> Lines(AccessSnapshot snapshot, string subjectId, DateTimeOffset now) =>
        [
            .. AccessLines
                .Of(snapshot, subjectId, now)
                .Concat(
                    RightNames
                        .OfBrokenGlass.Order(StringComparer.Ordinal)
                        .Select(right => AccessRules.BrokenGlass(snapshot, subjectId, right, now))
                        .OfType<HeldLine>()
                )
                .OrderBy(line => line.Inactive is null ? 0 : 1)
                .ThenBy(line => line.Right.Right, StringComparer.Ordinal)
                .Select(ToLine),
        ];

    /// <summary>Why a subject may or may not do something to an object now.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="cases">Whose case is whose.</param>
    /// <param name="subjectId">Account id or <c>client/{id}</c>.</param>
    /// <param name="right">One of <see cref="Rights"/>.</param>
    /// <param name="scope">The object.</param>
    /// <param name="purpose">The reason given; null for none.</param>
    /// <param name="now">Now.</param>
    /// <param name="grantedBy">Names of the people who can grant it.</param>
    public static AccessAnswer Why(
        AccessSnapshot snapshot,
        ICaseScope cases,
        string subjectId,
        string right,
        AccessScope scope,
        string? purpose,
        DateTimeOffset now,
        ImmutableArray<string> grantedBy
    )
    {
        var ways = AccessRules.Ways(snapshot, cases, subjectId, right, scope, now);
        if (ways.Exists(way => !way.Right.NeedsPurpose || !string.IsNullOrWhiteSpace(purpose)))
        {
            return new AccessAnswer(true, null, null, [.. ways.Select(ToLine)], [], []);
        }
        var held = AccessLines.Of(snapshot, subjectId, now).Where(line => line.Right.Right == right).ToList();
        return new AccessAnswer(
            false,
            ReasonOf(snapshot, cases, subjectId, ways, held, scope),
            right,
            [.. held.Select(ToLine)],
            snapshot.Catalogue.With(right),
            grantedBy
        );
    }

    // The nearest miss: what reaches the object but not now, before what counts now but elsewhere.
    private static string ReasonOf(
        AccessSnapshot snapshot,
        ICaseScope cases,
        string subjectId,
        List<HeldLine> ways,
        List<HeldLine> held,
        AccessScope scope
    )
    {
        if (ways.Count > 0)
        {
            return "purpose-required";
        }
        var late = held.Find(line => line.Inactive is not null && AccessLines.Reaches(snapshot, cases, subjectId, line, scope));
        if (late is not null)
        {
            return late.Inactive!; // found by it
        }
        return held.Count > 0 ? "out-of-scope" : "right-missing";
    }

    private static AccessLine ToLine(HeldLine line) =>
        new(
            line.Right,
            line.Held.Role,
            line.Held.Id.Length == 0 ? null : line.Held.Id,
            line.Held.UnitId,
            line.Inactive is null,
            line.Inactive,
            line.Until
        );
}
