using Command.Contracts.Common;
using Command.Silo.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Command.Silo.Tests.Fixtures;

/// <summary>The record without grains: a real database, opened as the server opens it.</summary>
internal sealed class TestRecord : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DatabaseStartup _startup;

    private TestRecord(ServiceProvider services, DatabaseStartup startup)
    {
        _services = services;
        _startup = startup;
    }

    public static CommandContext Actor { get; } =
        new("01jdactor00000000000000000", "王法官", "unit-1", "(2026) 京 01 号", "corr-1", "127.0.0.1", "01jdsession000000000000000");

    public IAggregateStore Store => _services.GetRequiredService<IAggregateStore>();

    public ICommandWriter Writer => _services.GetRequiredService<ICommandWriter>();

    public CommandDbContextFactory Contexts => _services.GetRequiredService<CommandDbContextFactory>();

    public IServiceProvider Services => _services;

    public static async Task<TestRecord> OpenAsync(Dictionary<string, string?> settings, TimeProvider? time = null)
    {
        var services = Build(settings, time);
        var startup = services.GetRequiredService<DatabaseStartup>();
        await startup.StartingAsync(TestContext.Current.CancellationToken);
        return new TestRecord(services, startup);
    }

    /// <summary>A second node on the same database: only its writer runs.</summary>
    public static ServiceProvider Build(Dictionary<string, string?> settings, TimeProvider? time = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddStorage(configuration);
        return services.BuildServiceProvider();
    }

    public async Task<List<EventRow>> EventsAsync()
    {
        await using var context = Contexts.CreateDbContext();
        return await context.Events.OrderBy(row => row.Seq).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async Task<List<T>> RowsAsync<T>()
        where T : class
    {
        await using var context = Contexts.CreateDbContext();
        return await context.Set<T>().ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _startup.StoppedAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
