using Command.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Command.Silo.Tests.Storage;

public sealed class SqliteAggregateStoreTests : AggregateStoreTests
{
    protected override Task ConfigureAsync(Dictionary<string, string?> settings)
    {
        settings["Command:WriterQueue"] = "64";
        return Task.CompletedTask;
    }

    [Fact]
    public async Task SaveAsync_MoreThanTheQueueHolds_IsServedFirstComeFirstServed()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Record.Store.SaveAsync(Write($"{i}", 0), Cancellation)));

        Assert.Equal(Enumerable.Range(1, 300).Select(seq => (SaveResult)new SaveResult.Saved(1, seq)), results);
    }

    [Fact]
    public async Task SaveAsync_WaitingCommands_ShareOneCommit()
    {
        using var batches = new BatchCounter(Record.Services);
        Task<SaveResult[]> all;
        await using (await LockOutWriterAsync())
        {
            all = Task.WhenAll(Enumerable.Range(0, 120).Select(i => Record.Store.SaveAsync(Write($"{i}", 0), Cancellation)));
        }

        Assert.All(await all, result => Assert.IsType<SaveResult.Saved>(result));
        Assert.Equal(120, batches.Commands);
        Assert.InRange(batches.Commits, 2, 20);
        Assert.InRange(batches.Largest, 32, SqliteWriter.MaximumBatch);
    }

    [Fact]
    public async Task SaveAsync_CancelledWhileItWaits_IsNotRun()
    {
        using var cancel = new CancellationTokenSource();
        Task<SaveResult> kept;
        Task<SaveResult> cancelled;
        await using (await LockOutWriterAsync())
        {
            kept = Record.Store.SaveAsync(Write("a", 0), Cancellation);
            cancelled = Record.Store.SaveAsync(Write("b", 0), cancel.Token);
            await cancel.CancelAsync();
        }

        Assert.IsType<SaveResult.Saved>(await kept);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Null(await Record.Store.LoadAsync(Key("b"), Cancellation));
        Assert.Equal("a", Assert.Single(await Record.EventsAsync()).Id);
    }

    [Fact]
    public async Task SaveAsync_AfterTheWriterStopped_SaysSo()
    {
        await Record.Writer.DisposeAsync();

        await Assert.ThrowsAsync<StorageException>(() => Record.Store.SaveAsync(Write("a", 0), Cancellation));
    }

    [Fact]
    public async Task StartingAsync_DirectoryInUse_SaysSo()
    {
        var directory = Settings["Command:DataDirectory"]!; // set by the base class
        var failure = await Assert.ThrowsAsync<StorageException>(() =>
            DataDirectoryLock.TakeAsync(directory, TimeSpan.Zero, TimeProvider.System, Cancellation)
        );

        Assert.Contains(directory, failure.Message, StringComparison.Ordinal);
    }

    private async Task<IAsyncDisposable> LockOutWriterAsync()
    {
        var connection = new SqliteConnection(Record.Contexts.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(Cancellation);
        return new Lockout(connection);
    }

    private sealed class Lockout(SqliteConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var rollback = connection.CreateCommand())
            {
                rollback.CommandText = "ROLLBACK";
                await rollback.ExecuteNonQueryAsync(CancellationToken.None);
            }

            await connection.DisposeAsync();
        }
    }
}
