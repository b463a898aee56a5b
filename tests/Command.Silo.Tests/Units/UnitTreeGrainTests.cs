using Command.Contracts.Common;
using Command.Contracts.Units;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Units;

public sealed class UnitTreeGrainTests : NounTestsBase
{
    [Fact]
    public async Task CreateUpdateDelete_RoundTrip_IsOnTheRecord()
    {
        var court = await UnitAsync("Court");
        var hall = await UnitAsync("Hall", court);

        var renamed = await Units.UpdateAsync(Person, hall, new UnitDraft("Great hall", "H1", court, null, 0), 1, Cancellation);
        Assert.Equal(2, renamed.Value!.Version);
        var stale = await Units.UpdateAsync(Person, hall, new UnitDraft("Other", null, court, null, 0), 1, Cancellation);
        Assert.Equal(RefusalCode.VersionConflict, stale.Refusal!.Code);
        var cycle = await Units.UpdateAsync(Person, court, new UnitDraft("Court", null, hall, null, 0), null, Cancellation);
        Assert.Equal("unit-cycle", cycle.Refusal!.Reason);
        Assert.Equal("unit-has-units", (await Units.DeleteAsync(Person, court, null, Cancellation)).Refusal!.Reason);

        Assert.Equal(RefusalCode.VersionConflict, (await Units.DeleteAsync(Person, hall, 1, Cancellation)).Refusal!.Code);
        Assert.True((await Units.DeleteAsync(Person, hall, 2, Cancellation)).Accepted);
        Assert.Equal([court], (await Units.ListAsync(Person, Cancellation)).Select(unit => unit.Id));
        Assert.Equal(RefusalCode.NotFound, (await Units.DescribeAsync(Person, hall, Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task DeleteAsync_UnitWithCamera_IsRefusedUntilItIsGone()
    {
        var unit = await UnitAsync();
        var camera = await CameraAsync(Draft(unit) with { Enabled = false });

        Assert.Equal("unit-has-devices", (await Units.DeleteAsync(Person, unit, null, Cancellation)).Refusal!.Reason);
        Assert.True((await Camera(camera.Id).DeleteAsync(Person, null, Cancellation)).Accepted);
        Assert.True((await Units.DeleteAsync(Person, unit, null, Cancellation)).Accepted);
    }

    [Fact]
    public async Task EveryOrder_Stranger_IsRefused()
    {
        var unit = await UnitAsync();

        Assert.Empty(await Units.ListAsync(Stranger, Cancellation));
        Assert.Equal(RefusalCode.Forbidden, (await Units.DescribeAsync(Stranger, unit, Cancellation)).Refusal!.Code);
        Assert.Equal(RefusalCode.Forbidden, (await Units.DeleteAsync(Stranger, unit, null, Cancellation)).Refusal!.Code);
        var created = await Units.CreateAsync(Stranger, new UnitDraft("x", null, null, null, 0), Cancellation);
        Assert.Equal(RefusalCode.Forbidden, created.Refusal!.Code);
    }
}
