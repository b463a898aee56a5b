using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class UnitOrderTests
{
    [Fact]
    public void DepthFirst_OrdersByOrderThenName()
    {
        var rows = UnitOrder.DepthFirst([
            FakeSite.Unit("b", "B"),
            FakeSite.Unit("a", "A"),
            FakeSite.Unit("a2", "Z", "a", order: 1),
            FakeSite.Unit("a1", "Y", "a", order: 2),
        ]);
        Assert.Equal([("a", 0), ("a2", 1), ("a1", 1), ("b", 0)], rows.Select(row => (row.Unit.Id, row.Depth)));
    }

    [Fact]
    public void PossibleParents_LeavesOutTheUnitAndAllBelow()
    {
        var units = new[]
        {
            FakeSite.Unit("a", "A"),
            FakeSite.Unit("a1", "A1", "a"),
            FakeSite.Unit("a11", "A11", "a1"),
            FakeSite.Unit("b", "B"),
        };
        Assert.Equal(["b"], UnitOrder.PossibleParents(units, "a").Select(row => row.Unit.Id));
        Assert.Equal(["a", "b"], UnitOrder.PossibleParents(units, "a1").Select(row => row.Unit.Id));
        Assert.Equal(4, UnitOrder.PossibleParents(units, null).Count);
    }
}
