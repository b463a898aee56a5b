using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Web.Desks.Wall;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class TreeModelTests
{
    [Fact]
    public void Rows_SmallSite_ShowsUnitsOpenWithSummedCounts()
    {
        var model = SmallSite();
        Assert.Equal(["u1", "u2", "d2", "d1"], model.Rows().Select(row => row.Key));
        Assert.Equal((3, 2), (model.Rows()[0].Devices, model.Rows()[0].Online));
        Assert.Equal([0, 1, 2, 1], model.Rows().Select(row => row.Depth));
    }

    [Fact]
    public void Rows_LargeSite_ShowsRootsOpenOnly()
    {
        var model = new TreeModel();
        model.SetUnits(
            [FakeSite.Unit("u1", "A"), FakeSite.Unit("u2", "B", "u1"), FakeSite.Unit("u3", "C", "u2")],
            [new UnitCount("u3", TreeModel.SmallSite + 1, 0)]
        );
        Assert.Equal(["u1", "u2"], model.Rows().Select(row => row.Key));
        Assert.Equal(TreeModel.SmallSite + 1, model.Rows()[1].Devices);
        Assert.Empty(model.Missing);
        model.Toggle("u2");
        model.Toggle("u3");
        Assert.Equal(["u3"], model.Missing);
    }

    [Fact]
    public void Apply_MovedDevice_LeavesOldUnitAndEntersNewOneInOrder()
    {
        var model = SmallSite();
        Assert.True(model.Apply(FakeSite.Device("d2", "0 first", "u1", DeviceState.Online)));
        Assert.Equal(["u1", "u2", "d2", "d1"], model.Rows().Select(row => row.Key));
        Assert.Equal(1, model.Rows()[2].Depth);
    }

    [Fact]
    public void Apply_SameState_NeedsNoNewCounts() =>
        Assert.False(SmallSite().Apply(FakeSite.Device("d1", "North 1", "u1", DeviceState.Online)));

    [Fact]
    public void Found_ReplacesTreeAndFollowsChanges()
    {
        var model = SmallSite();
        model.SetFound([FakeSite.Device("d1", "North 1", "u1", DeviceState.Online)]);
        Assert.Equal(["d1"], model.Rows().Select(row => row.Key));
        Assert.Equal("District", model.Rows()[0].Unit?.Name);
        model.Apply(FakeSite.Device("d1", "North 1", "u1", DeviceState.Offline));
        Assert.Equal(DeviceState.Offline, model.Rows()[0].Device?.State);
        model.Remove("d1");
        Assert.Empty(model.Rows());
        model.SetFound(null);
        Assert.Equal(["u1", "u2", "d2"], model.Rows().Select(row => row.Key));
    }

    [Fact]
    public void SetUnits_OrphanedParent_StillShowsTheUnit()
    {
        var model = new TreeModel();
        model.SetUnits([FakeSite.Unit("u9", "Lost", "gone")], []);
        Assert.Equal(["u9"], model.Rows().Select(row => row.Key));
    }

    private static TreeModel SmallSite()
    {
        var model = new TreeModel();
        model.SetUnits(
            [FakeSite.Unit("u1", "District"), FakeSite.Unit("u2", "Office", "u1")],
            [new UnitCount("u1", 1, 1), new UnitCount("u2", 2, 1)]
        );
        Assert.Equal(["u1", "u2"], model.Missing.Order());
        model.SetDevices("u1", [FakeSite.Device("d1", "North 1", "u1", DeviceState.Online)]);
        model.SetDevices(
            "u2",
            [FakeSite.Device("d2", "South 2", "u2", DeviceState.Offline), FakeSite.Device("x", "other unit", "u1", DeviceState.Online)]
        );
        return model;
    }
}
