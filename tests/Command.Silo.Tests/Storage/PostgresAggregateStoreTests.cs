using Command.Silo.Tests.Fixtures;

namespace Command.Silo.Tests.Storage;

public sealed class PostgresAggregateStoreTests(PostgresFixture postgres) : AggregateStoreTests
{
    protected override async Task ConfigureAsync(Dictionary<string, string?> settings)
    {
        settings["Command:Database"] = "postgres";
        settings["Command:ConnectionString"] = await postgres.CreateDatabaseAsync();
    }
}
