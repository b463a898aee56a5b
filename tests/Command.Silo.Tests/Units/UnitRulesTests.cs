using Command.Contracts.Common;
using Command.Contracts.Units;
using Command.Silo.Units;

namespace Command.Silo.Tests.Units;

public sealed class UnitRulesTests
{
    [Fact]
    public void Create_GoodDraft_AddsTrimmedUnitWithVersionOne()
    {
        var step = UnitRules.Create(UnitState.Empty, "a", new UnitDraft("  Court ", " 01 ", "", null, 3));

        Assert.Equal(new UnitNode("a", "Court", "01", null, null, 3, 1), step.Unit);
        Assert.Equal([step.Unit!], step.State!.Units);
    }

    [Theory]
    [InlineData("", "name-required")]
    [InlineData("   ", "name-required")]
    [InlineData("a\u0007b", "control-character")]
    [InlineData("\u202Eabc", "control-character")]
    public void Create_BadName_NamesTheField(string name, string reason)
    {
        var refusal = UnitRules.Create(UnitState.Empty, "a", new UnitDraft(name, null, null, null, 0)).Refusal;

        Assert.Equal((RefusalCode.Invalid, reason, "name"), (refusal!.Code, refusal.Reason, refusal.Field));
    }

    [Fact]
    public void Create_NameOf81Characters_IsTooLong() =>
        Assert.Equal("name-too-long", UnitRules.Create(UnitState.Empty, "a", Draft(new string('x', 81))).Refusal!.Reason);

    [Fact]
    public void Create_CodeOf33Characters_IsTooLong() =>
        Assert.Equal(
            "code-too-long",
            UnitRules.Create(UnitState.Empty, "a", Draft("x") with { Code = new string('1', 33) }).Refusal!.Reason
        );

    [Theory]
    [InlineData(91.0, 0.0, "latitude-out-of-range")]
    [InlineData(double.NaN, 0.0, "latitude-out-of-range")]
    [InlineData(0.0, -180.5, "longitude-out-of-range")]
    [InlineData(30.0, null, "position-incomplete")]
    public void Create_BadPlace_IsRefused(double? latitude, double? longitude, string reason)
    {
        var draft = Draft("x") with { Place = new Place(null, latitude, longitude) };

        Assert.Equal(reason, UnitRules.Create(UnitState.Empty, "a", draft).Refusal!.Reason);
    }

    [Fact]
    public void Create_NameOfSibling_IsTakenWithoutRegardToCase()
    {
        var tree = Tree(("a", null));

        Assert.Equal("name-taken", UnitRules.Create(tree, "b", Draft("UNIT A")).Refusal!.Reason);
        Assert.Null(UnitRules.Create(tree, "b", Draft("Unit a", "a")).Refusal);
    }

    [Fact]
    public void Create_UnknownParent_IsNotFound()
    {
        var refusal = UnitRules.Create(UnitState.Empty, "a", Draft("x", "nobody")).Refusal;

        Assert.Equal((RefusalCode.NotFound, "parentId"), (refusal!.Code, refusal.Field));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "b")]
    [InlineData("a", "c")]
    public void Update_MoveIntoItselfOrBelow_IsACycle(string unit, string parent)
    {
        var tree = Tree(("a", null), ("b", "a"), ("c", "b"));

        Assert.Equal("unit-cycle", UnitRules.Update(tree, unit, Draft("Unit a", parent), null).Refusal!.Reason);
    }

    [Fact]
    public void Update_MoveSideways_KeepsSubtreeAndCountsVersion()
    {
        var tree = Tree(("a", null), ("b", "a"), ("c", "b"), ("d", null));

        var step = UnitRules.Update(tree, "b", Draft("Unit b", "d"), 1);

        Assert.Equal(("d", 2L), (step.Unit!.ParentId, step.Unit.Version));
        Assert.Equal(["a", "d", "b", "c"], step.State!.InTreeOrder().Select(unit => unit.Id));
    }

    [Fact]
    public void Update_OlderVersion_IsVersionConflict() =>
        Assert.Equal(RefusalCode.VersionConflict, UnitRules.Update(Tree(("a", null)), "a", Draft("x"), expectedVersion: 0).Refusal!.Code);

    [Fact]
    public void Update_TreeOf13Levels_IsTooDeep()
    {
        var chain = Enumerable.Range(0, 11).Select(i => ($"u{i}", i == 0 ? null : (string?)$"u{i - 1}")).ToArray();
        var tree = Tree([.. chain, ("v", null), ("w", "v")]);

        Assert.Null(UnitRules.Create(tree, "x", Draft("x", "u10")).Refusal);
        Assert.Equal("tree-too-deep", UnitRules.Update(tree, "v", Draft("Unit v", "u10"), null).Refusal!.Reason);
    }

    [Fact]
    public void Delete_OnlyEmptyUnits()
    {
        var tree = Tree(("a", null), ("b", "a"));

        Assert.Equal("unit-has-units", UnitRules.Delete(tree, "a", 0, null).Refusal!.Reason);
        Assert.Equal(["Unit b", "2"], UnitRules.Delete(tree, "b", 2, null).Refusal!.Arguments);
        Assert.Equal(["a"], UnitRules.Delete(tree, "b", 0, null).State!.Units.Select(unit => unit.Id));
        Assert.Equal(RefusalCode.NotFound, UnitRules.Delete(tree, "z", 0, null).Refusal!.Code);
    }

    [Fact]
    public void InTreeOrder_SiblingsByOrderThenName()
    {
        var tree = new UnitState([
            new UnitNode("1", "b", null, null, null, 1, 1),
            new UnitNode("2", "a", null, null, null, 1, 1),
            new UnitNode("3", "z", null, null, null, 0, 1),
            new UnitNode("4", "y", null, "2", null, 0, 1),
        ]);

        Assert.Equal(["3", "2", "4", "1"], tree.InTreeOrder().Select(unit => unit.Id));
    }

    private static UnitDraft Draft(string name, string? parent = null) => new(name, null, parent, null, 0);

    private static UnitState Tree(params (string Id, string? Parent)[] units) =>
        new([.. units.Select(unit => new UnitNode(unit.Id, $"Unit {unit.Id}", null, unit.Parent, null, 0, 1))]);
}
