using Command.Devices.Mqtt;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Command.Silo.Recorders;

/// <summary>Registers recorders; call it after Storage, Signals and the MQTT link.</summary>
internal static class RecorderServices
{
    public static IServiceCollection AddRecorders(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<RecorderOptions>()
            .Bind(configuration.GetSection(RecorderOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<RecorderMetrics>();
        services.AddSingleton<RecorderNames>();
        services.AddSingleton<RecorderPost>();
        services.AddSingleton<RecorderFacilities>();
        services.AddSingleton<TrackWriter>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<TrackWriter>());
        services.AddSingleton<TrackSweeper>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<TrackSweeper>());
        services.AddSingleton<IBodyWornInbox, RecorderInbox>();
        services.AddSingleton<IDeviceAuthenticator, RecorderAuthenticator>();
        return services;
    }
}
