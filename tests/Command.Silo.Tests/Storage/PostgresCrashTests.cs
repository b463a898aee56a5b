using Command.Silo.Storage;
using Command.Silo.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Command.Silo.Tests.Storage;

public sealed class PostgresCrashTests(PostgresFixture postgres) : CrashTestsBase
{
    protected override async Task ConfigureAsync(Dictionary<string, string?> settings)
    {
        settings["Command:Database"] = "postgres";
        settings["Command:ConnectionString"] = await postgres.CreateDatabaseAsync();
    }

    [Fact]
    public async Task SaveAsync_ServerRefusesTheCommit_KeepsNothingAndSaysSo()
    {
        // A deferred constraint speaks at COMMIT, when everything else has succeeded.
        await ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON aggregates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """
        );
        await Assert.ThrowsAsync<StorageException>(() => Record.Store.SaveAsync(Write("a", 0), Cancellation));

        await ExecuteAsync("DROP TRIGGER refuse ON aggregates");
        Assert.Null(await Record.Store.LoadAsync(Key("a"), Cancellation));
        Assert.Equal(new SaveResult.Saved(1, 1), await Record.Store.SaveAsync(Write("a", 0), Cancellation));
    }

    [Fact]
    public async Task SaveAsync_ConnectionLostAfterTheCommit_IsStillSaved()
    {
        var direct = new NpgsqlConnectionStringBuilder(Settings["Command:ConnectionString"]);
        await using var proxy = new CommitSwallowingProxy($"{direct.Host}/.s.PGSQL.5432");
        direct.Host = "127.0.0.1";
        direct.Port = proxy.Port;
        direct.SslMode = SslMode.Disable;
        var settings = new Dictionary<string, string?>(Settings) { ["Command:ConnectionString"] = direct.ConnectionString };
        await using var services = TestRecord.Build(settings, Time);
        var writer = services.GetRequiredService<ICommandWriter>();
        await writer.StartAsync(Cancellation);

        proxy.SwallowNextCommit();
        Assert.Equal(new SaveResult.Saved(1, 1), await writer.WriteAsync(Write("a", 0), Cancellation));

        Assert.Equal(1, proxy.Swallowed);
        Assert.Equal(1, (await Record.Store.LoadAsync(Key("a"), Cancellation))?.Version);
        Assert.Equal(new SaveResult.Saved(2, 2), await writer.WriteAsync(Write("a", 1), Cancellation));
    }

    private async Task ExecuteAsync(string text)
    {
        await using var connection = new NpgsqlConnection(Settings["Command:ConnectionString"]);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
