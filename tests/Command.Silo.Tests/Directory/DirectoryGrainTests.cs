using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Silo.Common;
using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Directory;

public sealed class DirectoryGrainTests : NounTestsBase
{
    [Fact]
    public async Task DevicesAsync_Text_LooksIntoNameAndCodeWithoutCase()
    {
        var unit = await UnitAsync();
        await AddAsync(unit, "大厅 Hall", "C-01");
        await AddAsync(unit, "Gate 50%", "c-02");
        await AddAsync(unit, "Gate 500", null);

        Assert.Equal(["大厅 Hall"], await FindAsync("HALL"));
        Assert.Equal(["大厅 Hall"], await FindAsync("大厅"));
        Assert.Equal(["Gate 50%", "大厅 Hall"], await FindAsync("C-0"));
        Assert.Equal(["Gate 50%"], await FindAsync("50%"));
        Assert.Empty(await FindAsync("_"));
        Assert.Equal(3, (await FindAsync(" ")).Count);
    }

    [Fact]
    public async Task DevicesAsync_Unit_TakesEverythingBelow()
    {
        var court = await UnitAsync("Court");
        var hall = await UnitAsync("Hall", court);
        var other = await UnitAsync("Other");
        await AddAsync(court, "a", null);
        await AddAsync(hall, "b", null);
        await AddAsync(other, "c", null);

        Assert.Equal(["a", "b"], await FindAsync(null, court));
        Assert.Equal(["b"], await FindAsync(null, hall));
        Assert.Empty(await FindAsync(null, "nobody"));
    }

    [Fact]
    public async Task DevicesAsync_Pages_HoldEachDeviceOnceInOrder()
    {
        var unit = await UnitAsync();
        foreach (var name in new[] { "b", "a", "B", "c", "a", "d", "e" })
        {
            await AddAsync(unit, name, null);
        }

        var ids = new List<string>();
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await Directory.DevicesAsync(Person, new DeviceQuery(null, null, after, 2), Cancellation);
            Assert.Equal(7, page.Total);
            Assert.InRange(page.Devices.Length, 1, 2);
            ids.AddRange(page.Devices.Select(device => device.Id));
            names.AddRange(page.Devices.Select(device => device.Name.ToLowerInvariant()));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(7, ids.Distinct().Count());
        Assert.Equal(["a", "a", "b", "b", "c", "d", "e"], names);
    }

    [Fact]
    public async Task CountsAsync_PerUnit_CountsOwnAndOnline()
    {
        var court = await UnitAsync("Court");
        var hall = await UnitAsync("Hall", court);
        await AddAsync(court, "a", null);
        var on = await CameraAsync(Draft(hall));
        await StateAsync(on.Id, Contracts.Common.DeviceState.Online);

        var counts = await Directory.CountsAsync(Person, Cancellation);

        Assert.Equal(
            new[] { new UnitCount(court, 1, 0), new UnitCount(hall, 1, 1) }.OrderBy(count => count.UnitId),
            counts.OrderBy(count => count.UnitId)
        );
    }

    [Fact]
    public async Task DevicesAsync_Kind_TakesThatKindAloneWithItsFacts()
    {
        var unit = await UnitAsync();
        await AddAsync(unit, "b", null);
        var recorder = new DeviceSummary(
            Ulid.New(Time),
            DeviceKind.Recorder,
            "a",
            "R-01",
            unit,
            DeviceState.Online,
            StateCause.None,
            Time.GetUtcNow(),
            false,
            false,
            true,
            false,
            null,
            new RecorderFacts(85, true, false, true, "李警官")
        );
        var store = Silo.Services.GetRequiredService<IAggregateStore>();
        var write = new AggregateWrite(new AggregateKey("recorder", recorder.Id), 0, 0, "{}")
        {
            Projections = [ProjectionChange.Upsert(DeviceRow.Of(recorder, "SN-4711"))],
        };
        Assert.IsType<SaveResult.Saved>(await store.SaveAsync(write, Cancellation));

        Assert.Equal(["a", "b"], await FindAsync(null));
        var found = await Directory.DevicesAsync(Person, new DeviceQuery("sn-47", null, null, 10, DeviceKind.Recorder), Cancellation);
        Assert.Equal(recorder.Recorder, Assert.Single(found.Devices).Recorder);
        var cameras = await Directory.DevicesAsync(Person, new DeviceQuery(null, null, null, 10, DeviceKind.Camera), Cancellation);
        Assert.Equal((1, "b", null), (cameras.Total, cameras.Devices[0].Name, cameras.Devices[0].Recorder));
        var counts = await Directory.CountsAsync(Person, Cancellation);
        Assert.Equal([new UnitCount(unit, 2, 1)], counts);
    }

    [Fact]
    public async Task EveryQuestion_Stranger_SeesNothing()
    {
        await AddAsync(await UnitAsync(), "a", null);

        Assert.Equal(0, (await Directory.DevicesAsync(Stranger, new DeviceQuery(null, null, null, 10), Cancellation)).Total);
        Assert.Empty(await Directory.CountsAsync(Stranger, Cancellation));
    }

    private Task<Contracts.Cameras.CameraStatus> AddAsync(string unit, string name, string? code) =>
        CameraAsync(Draft(unit) with { Name = name, Code = code, Enabled = false });

    private async Task<List<string>> FindAsync(string? text, string? unit = null)
    {
        var page = await Directory.DevicesAsync(Person, new DeviceQuery(text, unit, null, 100), Cancellation);
        return [.. page.Devices.Select(device => device.Name)];
    }
}
