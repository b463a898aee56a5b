using System.Collections.Frozen;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;
using FsCheck.Fluent;

namespace Command.Silo.Tests.Authority;

/// <summary>Whatever the facts are: nothing is granted that nobody gave, and lists show exactly what may be opened.</summary>
public sealed class AccessRulesProperties
{
    private const int Units = 6;
    private const int Devices = 8;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly string Account = Ulid.New(TimeProvider.System);
    private static readonly string Other = Ulid.New(TimeProvider.System);
    private static readonly string Session = Ulid.New(TimeProvider.System);
    private static readonly string[] AllRights = [.. RightNames.All.Order(StringComparer.Ordinal)];

    [Fact]
    public void Decide_AnyFacts_GrantsOnlyWhatARoleGives() =>
        Check((facts, right, scope, decision) => !decision.IsGranted || IsGiven(facts, right, scope));

    [Fact]
    public void Decide_AnyFacts_RefusesNothingThatARoleGives() =>
        Check((facts, right, scope, decision) => decision.IsGranted || !IsGiven(facts, right, scope));

    [Fact]
    public void Visible_AnyFacts_CoversExactlyWhatIsGranted() =>
        Check(
            (facts, right, scope, decision) =>
                AccessRules
                    .Visible(new AccessSnapshot(1, RoleCatalogue.Shipped, facts), Person, new Right(right), Now)
                    .Covers(scope.UnitId, scope.Id) == decision.IsGranted
        );

    [Fact]
    public void Decide_AnyFacts_NeverOutlivesTheNextBoundaryUnnoticed() =>
        Check(
            (facts, _, _, decision) =>
                decision.Until is not { } until
                || (until > Now && new AccessSnapshot(1, RoleCatalogue.Shipped, facts).NextBoundary(Now) <= until)
        );

    private static CommandContext Person => new(Account, "person", null, "a reason", "c", null, Session);

    private static void Check(Func<AccessFacts, string, AccessScope, AuthorityDecision, bool> holds) =>
        FsCheck.Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var dice = new Random(seed);
                    var facts = Facts(dice);
                    var snapshot = new AccessSnapshot(1, RoleCatalogue.Shipped, facts);
                    return Enumerable
                        .Range(0, 40)
                        .All(_ =>
                        {
                            var right = AllRights[dice.Next(AllRights.Length)];
                            var scope = new AccessScope("camera", $"d{dice.Next(Devices)}", $"u{dice.Next(Units)}");
                            var decision = AccessRules.Decide(snapshot, new NoCases(), Person, new Right(right), scope, Now);
                            return holds(facts, right, scope, decision);
                        });
                }
            )
        );

    private static AccessFacts Facts(Random dice)
    {
        // Every parent has a lower number than its child, so there is no cycle.
        var parents = Enumerable
            .Range(0, Units)
            .ToFrozenDictionary(i => $"u{i}", i => dice.Next(-1, i) is >= 0 and var up ? $"u{up}" : null);
        var roles = RoleCatalogue.Shipped.All;
        return new AccessFacts(
            [
                .. Enumerable
                    .Range(0, dice.Next(6))
                    .Select(i => new HeldRole(
                        $"r{i}",
                        Somebody(),
                        roles[dice.Next(roles.Length)].Id,
                        dice.Next(3) == 0 ? null : $"u{dice.Next(Units)}",
                        dice.Next(3) == 0 ? [$"g{dice.Next(3)}"] : [],
                        Moment(dice.Next(2) == 0),
                        Moment(dice.Next(2) == 0)
                    )),
            ],
            [
                .. Enumerable
                    .Range(0, dice.Next(8))
                    .Select(_ => new HeldShift(
                        Somebody(),
                        roles[dice.Next(3)].Id,
                        dice.Next(2) == 0 ? null : $"u{dice.Next(Units)}",
                        Now.AddHours(dice.Next(-4, 2)),
                        Now.AddHours(dice.Next(0, 4))
                    )),
            ],
            [.. Enumerable.Range(0, dice.Next(8)).Select(_ => ($"g{dice.Next(3)}", $"d{dice.Next(Devices)}"))],
            [.. Enumerable.Range(0, dice.Next(4)).Select(i => (Somebody(), $"d{i}"))],
            dice.Next(6) == 0
                ? new Dictionary<string, BreakGlass> { [Somebody()] = new("r", Now.AddMinutes(-10), Now.AddMinutes(dice.Next(-9, 20))) }
                : FrozenDictionary<string, BreakGlass>.Empty,
            parents
        );

        string Somebody() => dice.Next(4) == 0 ? Other : Account;

        DateTimeOffset? Moment(bool isOpen) => isOpen ? null : Now.AddHours(dice.Next(-3, 4));
    }

    // The rule said again, as plainly as it can be, without the engine's own parts.
    private static bool IsGiven(AccessFacts facts, string right, AccessScope scope) =>
        (
            facts.Broken.TryGetValue(Account, out var broken)
            && broken.Since <= Now
            && Now < broken.Until
            && ExpectedMatrix.ByRole[ExpectedMatrix.BrokenGlass].Any(line => line.Right == right)
        )
        || facts
            .Roles.Where(held => held.SubjectId == Account && (held.From ?? Now) <= Now && (held.Until ?? DateTimeOffset.MaxValue) > Now)
            .Any(held => ExpectedMatrix.ByRole[held.Role].Any(line => line.Right == right && IsReached(facts, held, line, scope)));

    private static bool IsReached(AccessFacts facts, HeldRole held, RoleRight line, AccessScope scope)
    {
        if (!RoleCatalogue.Shipped.Find(held.Role)!.ShiftBound)
        {
            return IsAt(facts, held, line.Reach, scope);
        }
        return facts
            .Shifts.Where(shift => shift.AccountId == Account && shift.Role == held.Role && shift.From <= Now && Now < shift.Until)
            .Any(shift => IsAt(facts, held, line.Reach, scope) && IsOnShift(facts, held, shift.UnitId, scope));
    }

    // A shift counts in its unit; a group counts wherever its devices are, on any shift that has to do with where the role is held.
    private static bool IsOnShift(AccessFacts facts, HeldRole held, string? shiftUnit, AccessScope scope) =>
        shiftUnit is null
        || (held.UnitId is null && !held.GroupIds.IsEmpty)
        || IsBelow(facts, scope.UnitId, shiftUnit)
        || (
            IsGrouped(facts, held, scope)
            && (held.UnitId is null || IsBelow(facts, held.UnitId, shiftUnit) || IsBelow(facts, shiftUnit, held.UnitId))
        );

    private static bool IsAt(AccessFacts facts, HeldRole held, RightReach reach, AccessScope scope) =>
        reach switch
        {
            RightReach.Site => true,
            RightReach.Unit => (held.UnitId is null && held.GroupIds.IsEmpty)
                || (held.UnitId is not null && IsBelow(facts, scope.UnitId, held.UnitId))
                || IsGrouped(facts, held, scope),
            RightReach.OwnUnit => held.UnitId is not null && held.UnitId == scope.UnitId,
            RightReach.Group => IsGrouped(facts, held, scope),
            RightReach.OwnDevice => facts.Holders.Any(holder => holder.AccountId == Account && holder.DeviceId == scope.Id),
            _ => false,
        };

    private static bool IsGrouped(AccessFacts facts, HeldRole held, AccessScope scope) =>
        facts.Members.Any(member => held.GroupIds.Contains(member.GroupId) && member.DeviceId == scope.Id);

    private static bool IsBelow(AccessFacts facts, string? unit, string top) =>
        unit is not null && (unit == top || IsBelow(facts, facts.UnitParents[unit], top));
}
