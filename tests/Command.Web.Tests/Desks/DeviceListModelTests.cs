using Command.Contracts.Common;
using Command.Contracts.Directory;
using Command.Web.Desks.Devices;
using Command.Web.Tests.Fakes;

namespace Command.Web.Tests.Desks;

public sealed class DeviceListModelTests
{
    private readonly List<string?> _asked = [];

    [Fact]
    public async Task Slice_ReadsOnlyAsFarAsSomebodyScrolls()
    {
        var model = Model(1_000);
        var rows = await model.SliceAsync(0, 20);
        Assert.Equal(20, rows.Count);
        Assert.Equal([null], _asked);
        Assert.Equal(1_000, model.Total);
        Assert.Equal("d0450", (await model.SliceAsync(450, 10))[0].Id);
        Assert.Equal([null, "200", "400"], _asked);
        await model.SliceAsync(0, 20);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task Slice_BeyondTheBound_StopsThere()
    {
        var model = Model(DeviceListModel.MostRows + 500);
        Assert.Empty(await model.SliceAsync(DeviceListModel.MostRows + 100, 50));
        Assert.Equal(DeviceListModel.MostRows, model.Shown);
    }

    [Fact]
    public async Task Slice_AtTheEnd_GivesFewer() => Assert.Equal(5, (await Model(25).SliceAsync(20, 20)).Count);

    [Fact]
    public async Task Apply_KnownRow_ReplacesIt_UnknownOrMoved_AsksToReadAgain()
    {
        var model = Model(10);
        await model.SliceAsync(0, 10);
        Assert.True(model.Apply(FakeSite.Device("d0003", "d0003", "u1", DeviceState.Offline)));
        Assert.Equal(DeviceState.Offline, (await model.SliceAsync(3, 1))[0].State);
        Assert.False(model.Apply(FakeSite.Device("d0003", "renamed", "u1", DeviceState.Offline)));
        Assert.False(model.Apply(FakeSite.Device("d9999", "new", "u1", DeviceState.Online)));
        model.Reset();
        await model.SliceAsync(0, 1);
        Assert.Equal(2, _asked.Count);
    }

    private DeviceListModel Model(int total) =>
        new(
            (after, take) =>
            {
                _asked.Add(after);
                var start = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
                var devices = Enumerable
                    .Range(start, Math.Min(take, total - start))
                    .Select(i => FakeSite.Device($"d{i:0000}", $"d{i:0000}", "u1", DeviceState.Online));
                var next = start + take < total ? $"{start + take}" : null;
                return Task.FromResult(new DevicePage([.. devices], next, total));
            }
        );
}
