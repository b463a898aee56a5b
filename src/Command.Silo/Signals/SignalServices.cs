using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Signals;

/// <summary>Registers signals; call it after Storage.</summary>
internal static class SignalServices
{
    public static IServiceCollection AddSignals(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<SignalOptions>()
            .Bind(configuration.GetSection(SignalOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SignalCourier>();
        return services;
    }
}
