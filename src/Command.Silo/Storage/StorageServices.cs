using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Command.Silo.Storage;

/// <summary>Registers the record.</summary>
internal static class StorageServices
{
    /// <summary>
    /// Adds <see cref="IAggregateStore"/>, <see cref="IDbContextFactory{TContext}"/> of <see cref="CommandDbContext"/>, migration at start and the
    /// deadline service, by the section <see cref="StorageOptions.Section"/>.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<CommandDbContextFactory>();
        services.AddSingleton<IDbContextFactory<CommandDbContext>>(provider => provider.GetRequiredService<CommandDbContextFactory>());
        services.AddSingleton<ICommandWriter>(provider =>
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.Provider == DatabaseProvider.Postgres
                ? ActivatorUtilities.CreateInstance<PostgresWriter>(provider)
                : ActivatorUtilities.CreateInstance<SqliteWriter>(provider)
        );
        services.AddSingleton<IAggregateStore, AggregateStore>();
        services.AddSingleton<DatabaseStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());
        services.AddHostedService<DeadlineService>();
        return services;
    }
}
