using Command.Contracts.Audit;
using Command.Contracts.Authority;
using Command.Contracts.Cameras;
using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Contracts.Groups;
using Command.Contracts.Signals;
using Command.Silo.Signals;
using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Authority;

/// <summary>People of one unit, asked through the grains: what is elsewhere does not exist for them.</summary>
public sealed class ScopeTests : NounTestsBase
{
    private IAuditGrain Audit => Silo.Grains.GetGrain<IAuditGrain>("site");

    [Fact]
    public async Task Lists_CarryOnlyTheOwnUnitAndBelow()
    {
        var (north, below, south) = await UnitsAsync();
        var (seen, deeper, hidden) = (await InAsync(north), await InAsync(below), await InAsync(south));
        var inspector = await SignInAsync(["inspector"], north);

        var page = await Directory.DevicesAsync(inspector, new DeviceQuery(null, null, null, 10), Cancellation);
        var units = await Units.ListAsync(inspector, Cancellation);
        var counts = await Directory.CountsAsync(inspector, Cancellation);

        Assert.Equal([seen, deeper], page.Devices.Select(device => device.Id).Order());
        Assert.Equal(2, page.Total);
        Assert.Equal([north, below], units.Select(unit => unit.Id));
        Assert.DoesNotContain(counts, count => count.UnitId == south);
        var foreign = (await Camera(hidden).DescribeAsync(inspector, Cancellation)).Refusal!;
        var unknown = (await Camera(Ulid.New(Time)).DescribeAsync(inspector, Cancellation)).Refusal!;
        Assert.Equal((unknown.Code, unknown.Reason), (foreign.Code, foreign.Reason));
    }

    [Fact]
    public async Task UnitsOnTheWay_AreNamedAndNothingElse()
    {
        var (north, below, _) = await UnitsAsync();
        var inspector = await SignInAsync(["inspector"], below);

        var units = await Units.ListAsync(inspector, Cancellation);

        Assert.Equal([north, below], units.Select(unit => unit.Id));
        Assert.Null(units[0].Code);
        Assert.Equal(RefusalCode.NotFound, (await Units.DescribeAsync(inspector, north, Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task Group_LendsItsDevicesAcrossUnits_UntilItIsGone()
    {
        var (north, _, south) = await UnitsAsync();
        var (own, lent) = (await InAsync(north), await InAsync(south));
        var groups = Silo.Grains.GetGrain<IDeviceGroupGrain>("site");
        var group = (await groups.CreateAsync(Person, new DeviceGroupDraft("法庭 1", null), Cancellation)).Value!; // no refusal is expected
        Assert.Null((await groups.SetMembersAsync(Person, group.Id, [lent], null, Cancellation)).Refusal);
        var judge = await SignInAsync([], null);
        var draft = new RoleGrantDraft("judge", north, [group.Id], null, null, "tests");
        var access = Silo.Grains.GetGrain<IAccessGrain>(judge.ActorId);
        Assert.Null((await access.GrantAsync(CommandContext.System("tests"), draft, Cancellation)).Refusal);

        Assert.Null((await Camera(lent).DescribeAsync(judge, Cancellation)).Refusal);
        Assert.Equal(RefusalCode.NotFound, (await Camera(own).DescribeAsync(judge, Cancellation)).Refusal!.Code);

        Assert.True((await groups.DeleteAsync(Person, group.Id, null, Cancellation)).Accepted);
        Assert.Equal(RefusalCode.NotFound, (await Camera(lent).DescribeAsync(judge, Cancellation)).Refusal!.Code);
    }

    [Fact]
    public async Task Signals_OfOtherUnits_AreNeitherListedNorCountedNorFound()
    {
        var (north, _, south) = await UnitsAsync();
        var desk = Silo.Grains.GetGrain<ISignalDeskGrain>(ISignalDeskGrain.SiteKey);
        var (near, far) = (Signal(north), Signal(south));
        await Intake.RaiseAsync(near, Cancellation);
        await Intake.RaiseAsync(far, Cancellation);
        var officer = await SignInAsync(["duty-officer"], north);

        var page = (await desk.QueryAsync(officer, new SignalQuery(true, null, null, null, 10), Cancellation)).Value!; // no refusal is expected

        Assert.Equal(near.Id, Assert.Single(page.Signals).Id);
        Assert.Equal(1, page.Open.Sum(count => count.Count));
        Assert.Equal("signal-not-found", (await desk.AcknowledgeAsync(officer, far.Id, null, Cancellation)).Refusal!.Reason);
        Assert.Null((await desk.AcknowledgeAsync(officer, near.Id, null, Cancellation)).Refusal);
    }

    [Fact]
    public async Task EngineerOfAUnit_AddsThere_AndReadsThatLogAlone()
    {
        var (north, _, south) = await UnitsAsync();
        var elsewhere = await InAsync(south);
        var engineer = await SignInAsync(["device-engineer"], north);
        var probe = Silo.Grains.GetGrain<ICameraProbeGrain>("site");

        Assert.Null((await probe.ProbeAsync(engineer, "rtsp://192.0.2.9/live", null, TransportPreference.Auto, Cancellation)).Refusal);
        var own = Ulid.New(Time);
        Assert.Null((await Camera(own).CreateAsync(engineer, Draft(north), Cancellation)).Refusal);
        var foreign = (await Camera(Ulid.New(Time)).CreateAsync(engineer, Draft(south), Cancellation)).Refusal!;
        Assert.Equal((RefusalCode.NotFound, "unit-not-found"), (foreign.Code, foreign.Reason));

        var log = (await Audit.QueryAsync(engineer, new AuditQuery("camera", null, null, null, null, 100), Cancellation)).Value!.Entries; // no refusal is expected
        Assert.Contains(log, entry => entry.ObjectId == own);
        Assert.DoesNotContain(log, entry => entry.ObjectId == elsewhere);
    }

    private ISignalIntake Intake => Silo.Grains.GetGrain<ISignalIntake>(ISignalDeskGrain.SiteKey);

    private async Task<(string North, string Below, string South)> UnitsAsync()
    {
        var north = await UnitAsync("北所");
        return (north, await UnitAsync("北所一室", north), await UnitAsync("南所"));
    }

    private async Task<string> InAsync(string unitId) => (await CameraAsync(Draft(unitId))).Id;

    private SignalDraft Signal(string unitId) =>
        new(
            Ulid.New(Time),
            "tamper",
            new SignalSubject("camera", Ulid.New(Time), "门口"),
            unitId,
            SignalColour.Yellow,
            Time.GetUtcNow(),
            null,
            null,
            [],
            TimeSpan.Zero,
            false,
            false
        );
}
