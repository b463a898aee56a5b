using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Recorders;

public sealed class PostgresRecorderStoreTests(PostgresFixture postgres) : RecorderStoreTests
{
    protected override async Task ConfigureAsync(Dictionary<string, string?> settings)
    {
        settings["Command:Database"] = "postgres";
        settings["Command:ConnectionString"] = await postgres.CreateDatabaseAsync();
    }
}
