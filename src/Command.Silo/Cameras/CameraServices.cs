using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Cameras;

/// <summary>Registers what cameras need beside their grains; call it after Signals.</summary>
internal static class CameraServices
{
    public static IServiceCollection AddCameras(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<CameraOptions>()
            .Bind(configuration.GetSection(CameraOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<CameraSignals>();
        return services;
    }
}
