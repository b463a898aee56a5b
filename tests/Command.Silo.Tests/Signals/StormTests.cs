using Command.Contracts.Units;
using Command.Silo.Signals;

namespace Command.Silo.Tests.Signals;

public sealed class StormTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private static readonly UnitPaths Units = new([
        new UnitDetails("root", "区局", null, null, null, 0, 1),
        new UnitDetails("a", "江苏路", null, "root", null, 0, 1),
        new UnitDetails("a1", "一楼", null, "a", null, 0, 1),
        new UnitDetails("a2", "二楼", null, "a", null, 0, 1),
        new UnitDetails("b", "天山路", null, "root", null, 0, 1),
        new UnitDetails("other", "外单位", null, null, null, 0, 1),
    ]);

    [Theory]
    [InlineData("a1", "a1", "a1")]
    [InlineData("a", "a1", "a1", "a2")]
    [InlineData("root", "a1", "b")]
    [InlineData("", "a1", "other")]
    [InlineData("", "a1", "unheard-of")]
    [InlineData("", "a1", "")]
    public void Common_IsTheLowestUnitThatHoldsAll(string common, params string[] units) => Assert.Equal(common, Units.Common(units));

    [Theory]
    [InlineData("root", "a2", true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("", "other", true)]
    public void Holds_FollowsTheTree(string outer, string inner, bool holds) => Assert.Equal(holds, Units.Holds(outer, inner));

    [Fact]
    public void IsStorm_MoreThanTheLimitWithinTheWindow_PerSource()
    {
        var watch = new StormWatch(20, TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++)
        {
            Assert.False(watch.IsStorm("device-offline", Now.AddSeconds(i)));
            watch.Add("device-offline", i % 2 == 0 ? "a" : "b", Now.AddSeconds(i));
        }

        Assert.True(watch.IsStorm("device-offline", Now.AddSeconds(60)));
        Assert.False(watch.IsStorm("battery-low", Now.AddSeconds(60)));
        Assert.Equal(["a", "b"], watch.UnitsOf("device-offline", Now.AddSeconds(20)).Order());
        Assert.False(watch.IsStorm("device-offline", Now.AddSeconds(61)));
    }
}
