using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Tests.Authority;

/// <summary>Somebody of the matrix test who holds one role, or a broken glass, in one of the ways to hold it.</summary>
/// <param name="Role">The role.</param>
/// <param name="Way">How it is held, for the message.</param>
/// <param name="Id">Account, or <c>client/{id}</c>.</param>
/// <param name="Counts">Whether it counts at the time of the test.</param>
/// <param name="IsSiteWide">Held without unit and group.</param>
internal sealed record MatrixSubject(string Role, string Way, string Id, bool Counts, bool IsSiteWide)
{
    private static readonly string Session = Ulid.New(TimeProvider.System);

    /// <summary>Rows that make it so.</summary>
    public required IReadOnlyList<object> Rows { get; init; }

    public CommandContext Context(string? purpose) =>
        new(Id, Role, null, purpose, "corr", null, Id.StartsWith(CommandContext.ClientKind, StringComparison.Ordinal) ? null : Session);

    /// <summary>All ways to hold a role.</summary>
    public static IEnumerable<MatrixSubject> Of(string role, bool isShiftBound, MatrixWorld world)
    {
        var (past, longPast, future, farFuture) = (
            world.Now.AddHours(-1),
            world.Now.AddHours(-9),
            world.Now.AddHours(1),
            world.Now.AddHours(9)
        );
        if (role == ExpectedMatrix.BrokenGlass)
        {
            yield return Broken("broken", true, past, future);
            yield return Broken("mended", false, longPast, past);
            yield break;
        }
        var shift = isShiftBound ? (past, future) : ((DateTimeOffset, DateTimeOffset)?)null;
        yield return Holder("placed", true, null, null, shift);
        yield return Holder("site-wide", true, null, null, shift, isSiteWide: true);
        yield return Holder("from-until", true, past, future, shift);
        yield return Holder("not-yet", false, future, null, shift);
        yield return Holder("over", false, longPast, past, shift);
        if (isShiftBound)
        {
            yield return Holder("off-shift", false, null, null, null);
            yield return Holder("shift over", false, null, null, (longPast, past));
            yield return Holder("shift to come", false, null, null, (future, farFuture));
            yield return Holder("shift in another role", false, null, null, shift, shiftRole: "notary");
            yield return Holder("shift elsewhere", false, null, null, shift, shiftUnit: MatrixWorld.Beside);
        }
        else
        {
            yield return Holder("client", true, null, null, null, isClient: true);
        }

        MatrixSubject Broken(string way, bool counts, DateTimeOffset since, DateTimeOffset until)
        {
            var id = Ulid.New(TimeProvider.System);
            return new MatrixSubject(role, way, id, counts, true)
            {
                Rows =
                [
                    new BreakGlassRow
                    {
                        SubjectId = id,
                        Reason = "演练",
                        Since = since,
                        Until = until,
                    },
                ],
            };
        }

        MatrixSubject Holder(
            string way,
            bool counts,
            DateTimeOffset? from,
            DateTimeOffset? until,
            (DateTimeOffset From, DateTimeOffset Until)? onShift,
            bool isSiteWide = false,
            string? shiftRole = null,
            string shiftUnit = MatrixWorld.Top,
            bool isClient = false
        )
        {
            var id = Ulid.New(TimeProvider.System);
            var subject = isClient ? $"{CommandContext.ClientKind}/{id}" : id;
            var rows = new List<object>
            {
                new RoleGrantRow
                {
                    Id = id,
                    SubjectId = subject,
                    Role = role,
                    UnitId = isSiteWide ? null : MatrixWorld.Top,
                    GroupIds = isSiteWide ? "" : MatrixWorld.Group,
                    ValidFrom = from,
                    ValidUntil = until,
                },
                new DeviceHolderRow { DeviceId = $"worn-{subject}", AccountId = subject },
            };
            if (onShift is { } times)
            {
                rows.Add(
                    new ShiftRow
                    {
                        Id = id,
                        AccountId = subject,
                        Name = role,
                        Role = shiftRole ?? role,
                        UnitId = isSiteWide ? null : shiftUnit,
                        BeginsAt = times.From,
                        EndsAt = times.Until,
                    }
                );
            }
            return new MatrixSubject(role, way, subject, counts, isSiteWide) { Rows = rows };
        }
    }
}
