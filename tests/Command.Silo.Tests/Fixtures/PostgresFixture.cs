using Command.Silo.Tests.Fixtures;
using Command.TestKit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Command.Silo.Tests.Fixtures;

/// <summary>One PostgreSQL for the whole run, started by the first test that asks.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartAsync(CancellationToken.None));

    public async Task<string> CreateDatabaseAsync()
    {
        var server = await _server.Value;
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
