using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Options;

namespace Command.Silo.Storage;

/// <summary>Makes contexts for reading the record on the configured database. Thread-safe.</summary>
internal sealed class CommandDbContextFactory : IDbContextFactory<CommandDbContext>
{
    private readonly Func<CommandDbContext> _create;
    private readonly Lazy<IModel> _model;

    public CommandDbContextFactory(IOptions<StorageOptions> options)
    {
        ConnectionString = options.Value.Provider switch
        {
            DatabaseProvider.Postgres => options.Value.ConnectionString ?? "",
            _ => new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(options.Value.DatabaseFile) }.ToString(),
        };
        _create = options.Value.Provider switch
        {
            DatabaseProvider.Postgres => Postgres(),
            _ => Sqlite(),
        };
        _model = new Lazy<IModel>(() =>
        {
            using var context = _create();
            return context.Model;
        });
    }

    public string ConnectionString { get; }

    /// <summary>The model, which is the same for the life of the process.</summary>
    public IModel Model => _model.Value;

    public CommandDbContext CreateDbContext() => _create();

    private Func<CommandDbContext> Sqlite()
    {
        var options = new DbContextOptionsBuilder<SqliteCommandDbContext>()
            .UseSqlite(ConnectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
        return () => new SqliteCommandDbContext(options);
    }

    private Func<CommandDbContext> Postgres()
    {
        var options = new DbContextOptionsBuilder<PostgresCommandDbContext>()
            .UseNpgsql(ConnectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
        return () => new PostgresCommandDbContext(options);
    }
}
