using System.Collections.Frozen;
using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Authority;

namespace Command.Silo.Tests.Authority;

/// <summary>"Why was I refused?": the nearest miss, which roles would do, and who can grant one.</summary>
public sealed class AccessExplainerTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly string Account = Ulid.New(TimeProvider.System);

    [Theory]
    [InlineData("inspector", "u1", null, null, null)]
    [InlineData("inspector", "u2", null, null, "out-of-scope")]
    [InlineData("inspector", "u1", 1, null, "not-yet")]
    [InlineData("inspector", "u1", null, -1, "over")]
    [InlineData("duty-officer", "u1", null, null, "off-shift")]
    [InlineData("analyst", "u1", null, null, "purpose-required")]
    [InlineData("notary", "u1", null, null, "out-of-scope")]
    [InlineData("auditor", "u1", null, null, "right-missing")]
    public void Why_Playback_NamesTheNearestMiss(string role, string unit, int? fromHours, int? untilHours, string? reason)
    {
        var held = new HeldRole("g1", Account, role, unit, [], Hours(fromHours), Hours(untilHours));

        var answer = Why(Snapshot(held), null);

        Assert.Equal((reason is null, reason), (answer.Allowed, answer.Reason));
        if (reason is not null)
        {
            Assert.Equal(Rights.PlaybackWatch, answer.MissingRight);
            Assert.Contains("inspector", answer.Roles);
            Assert.Equal(["安全管理员"], answer.GrantedBy);
        }
    }

    [Fact]
    public void Why_WithTheReasonThatWasMissing_IsAllowed() =>
        Assert.True(Why(Snapshot(new HeldRole("g1", Account, "analyst", "u1", [], null, null)), "(2026)沪01民初1号").Allowed);

    [Fact]
    public void Lines_SomethingThatCountsAndSomethingThatDoesNot_ShowWhatCountsFirst()
    {
        var lines = AccessExplainer.Lines(
            Snapshot(
                new HeldRole("g1", Account, "duty-officer", "u1", [], null, null),
                new HeldRole("g2", Account, "auditor", null, [], null, null)
            ),
            Account,
            Now
        );

        Assert.Equal(
            RoleCatalogue.Shipped.Find("duty-officer")!.Rights.Length + RoleCatalogue.Shipped.Find("auditor")!.Rights.Length,
            lines.Length
        );
        Assert.All(lines.Take(5), line => Assert.Equal(("auditor", true), (line.Role, line.Active)));
        Assert.All(lines.Skip(5), line => Assert.Equal(("duty-officer", "off-shift"), (line.Role, line.Inactive)));
    }

    private static DateTimeOffset? Hours(int? hours) => hours is { } h ? Now.AddHours(h) : null;

    private static AccessSnapshot Snapshot(params HeldRole[] held) =>
        new(
            1,
            RoleCatalogue.Shipped,
            AccessFacts.Nothing with
            {
                Roles = held,
                UnitParents = FrozenDictionary.Create<string, string?>(null, [new("u1", null), new("u2", null)]),
            }
        );

    private static AccessAnswer Why(AccessSnapshot snapshot, string? purpose) =>
        AccessExplainer.Why(
            snapshot,
            new NoCases(),
            Account,
            Rights.PlaybackWatch,
            new AccessScope("camera", "c1", "u1"),
            purpose,
            Now,
            ["安全管理员"]
        );
}
