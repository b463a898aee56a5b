using Command.Contracts.Common;
using Command.Silo.Common;
using Command.Silo.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Tests.Storage;

/// <summary>A database of the version that knew cameras only.</summary>
public sealed class DeviceTableUpgradeTests(PostgresFixture postgres) : IDisposable
{
    private const string Camera = "01arz3ndektsv4rrffq69g5fav";
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Open_DatabaseWithCameras_KeepsThemAsDevices(string database)
    {
        var settings = new Dictionary<string, string?> { ["Command:DataDirectory"] = _folder.Path, ["Command:Node"] = "node-1" };
        if (database == "postgres")
        {
            settings["Command:Database"] = database;
            settings["Command:ConnectionString"] = await postgres.CreateDatabaseAsync();
        }
        await MakeEarlierAsync(settings);

        await using var record = await TestRecord.OpenAsync(settings);

        var device = Assert.Single(await record.RowsAsync<DeviceRow>()).ToSummary();
        Assert.Equal(
            (Camera, DeviceKind.Camera, "大厅 Hall", "C-01", DeviceState.Offline),
            (device.Id, device.Kind, device.Name, device.Code, device.State)
        );
        Assert.Equal(("timeout", "no answer"), (device.Cause.Code, device.Cause.Detail));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMicroseconds(1_700_000_000_000_001), device.Since);
        Assert.Equal((true, false, true, false), (device.Simulated, device.HasSub, device.Enabled, device.AlwaysOn));
        Assert.Equal("h265", device.NotPlayable);
        Assert.Null(device.Recorder);
        await using var context = record.Contexts.CreateDbContext();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            context.Database.ExecuteSqlRawAsync("SELECT 1 FROM cameras", Cancellation)
        );
    }

    private static async Task MakeEarlierAsync(Dictionary<string, string?> settings)
    {
        await using var services = TestRecord.Build(settings);
        var contexts = services.GetRequiredService<Command.Silo.Storage.CommandDbContextFactory>();
        await using var context = contexts.CreateDbContext();
        var earlier = context.Database.GetMigrations().Single(name => name.EndsWith("_UnitsAndCameras", StringComparison.Ordinal));
        await context.GetService<IMigrator>().MigrateAsync(earlier, Cancellation);
        await context.Database.ExecuteSqlRawAsync(
            "INSERT INTO cameras (id, name, code, unit_id, state, cause_code, cause_detail, since, simulated, has_sub, enabled, always_on, "
                + "not_playable, sort_name, search_text) VALUES ({0}, '大厅 Hall', 'C-01', 'unit-1', {1}, 'timeout', 'no answer', "
                + "1700000000000001, true, false, true, false, 'h265', '大厅 hall', 'x')",
            [Camera, (int)DeviceState.Offline],
            Cancellation
        );
    }
}
