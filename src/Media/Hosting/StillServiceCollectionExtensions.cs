using Command.Media.Analysis;
using Command.Media.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Media.Hosting;

/// <summary>Registration of stills and their worker process.</summary>
public static class StillServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="StillService"/> as a singleton and validates <see cref="WorkerOptions"/>; the host binds those to its
    /// section <c>Media</c> and adds a <see cref="TimeProvider"/> and logging.
    /// </summary>
    public static IServiceCollection AddStills(this IServiceCollection services)
    {
        services.AddOptions<WorkerOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>();
        return services.AddSingleton(provider => new StillService(
            provider.GetRequiredService<IOptions<WorkerOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorkerSupervisor>>()
        ));
    }
}
