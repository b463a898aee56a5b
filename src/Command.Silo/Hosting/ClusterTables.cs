using Command.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Command.Silo.Hosting;

/// <summary>Makes the tables of the cluster before the silo looks for its peers; nothing in one box.</summary>
internal sealed class ClusterTables(IOptions<SiloOptions> options, IOptions<StorageOptions> storage) : IHostedLifecycleService
{
    // Any number, the same for all silos: two that start at the same moment must not make the same table.
    private const long LockNumber = 0x434d_4453_494c_4f01;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsClustered)
        {
            return;
        }
        await using var source = NpgsqlDataSource.Create(storage.Value.ConnectionString ?? "");
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({LockNumber})"));
        foreach (var table in ClusterQueries.Tables.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(table));
        }
        foreach (var (key, text) in ClusterQueries.ByKey)
        {
            var store = new NpgsqlBatchCommand(
                "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = $2"
            );
            store.Parameters.Add(new NpgsqlParameter { Value = key });
            store.Parameters.Add(new NpgsqlParameter { Value = text });
            batch.BatchCommands.Add(store);
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
