using Command.Contracts.Walls;
using Command.Silo.Walls;

namespace Command.Silo.Tests.Walls;

public sealed class WallRulesTests
{
    private const string Device = "01arz3ndektsv4rrffq69g5fav";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(16)]
    public void Check_KnownLayout_IsGood(int cells) =>
        Assert.Null(WallRules.Check(new WallLayout(cells, [new WallTile(15, Device), new WallTile(0, Device)], 0)));

    [Fact]
    public void Check_BadLayout_NamesWhatIsWrong()
    {
        Assert.Equal("cells", WallRules.Check(new WallLayout(5, [], 0))!.Field);
        Assert.Equal("tiles", WallRules.Check(new WallLayout(4, default, 0))!.Field);
        Assert.Equal("tiles", WallRules.Check(Layout([.. Enumerable.Range(0, 17).Select(i => new WallTile(i, Device))]))!.Field);
        Assert.Equal("tiles[0].slot", WallRules.Check(Layout(new WallTile(16, Device)))!.Field);
        Assert.Equal("tiles[0].slot", WallRules.Check(Layout(new WallTile(-1, Device)))!.Field);
        Assert.Equal("slot-taken", WallRules.Check(Layout(new WallTile(3, Device), new WallTile(3, Device)))!.Reason);
        Assert.Equal("tiles[1].deviceId", WallRules.Check(Layout(new WallTile(0, Device), new WallTile(1, "x")))!.Field);
    }

    private static WallLayout Layout(params WallTile[] tiles) => new(4, [.. tiles], 0);
}
