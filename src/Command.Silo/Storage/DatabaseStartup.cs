using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Storage;

/// <summary>Makes the data directory, brings the database to this version's tables and opens the writer before any grain runs; closes last.</summary>
internal sealed partial class DatabaseStartup(
    IOptions<StorageOptions> options,
    CommandDbContextFactory contexts,
    ICommandWriter writer,
    TimeProvider time,
    ILogger<DatabaseStartup> logger
) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private DataDirectoryLock? _lock;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        OwnDirectory.Make(options.Value.DataDirectory);
        var sqlite = options.Value.Provider == DatabaseProvider.Sqlite;
        if (sqlite)
        {
            _lock = await DataDirectoryLock.TakeAsync(options.Value.DataDirectory, LockPatience, time, cancellationToken);
        }

        await using var context = contexts.CreateDbContext();
        if (sqlite)
        {
            // EF's own migration lock is a row that survives a kill and would block every later start; ours is the file above.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        }

        await MigrateAsync(context, cancellationToken);
        await writer.StartAsync(cancellationToken);
        Log.Opened(logger, options.Value.Provider, options.Value.NodeName);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await writer.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    private async Task MigrateAsync(CommandDbContext context, CancellationToken cancellationToken)
    {
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        var migrator = context.GetService<IMigrator>();
        for (var i = 0; i < pending.Count; i++)
        {
            Log.Migrating(logger, pending[i], i + 1, pending.Count);
            await migrator.MigrateAsync(pending[i], cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventName = "Migrating",
            Level = LogLevel.Information,
            Message = "Changing the database: {Migration} ({Number} of {Count})"
        )]
        public static partial void Migrating(ILogger logger, string migration, int number, int count);

        [LoggerMessage(EventName = "RecordOpened", Level = LogLevel.Information, Message = "The record is open: {Provider}, node {Node}")]
        public static partial void Opened(ILogger logger, DatabaseProvider provider, string node);
    }
}
