using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaHttp;

/// <summary>Registers the media door and what lies behind it.</summary>
internal static class MediaHttpServices
{
    public static IServiceCollection AddMediaHttp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MediaDoorOptions>().Bind(configuration.GetSection(MediaDoorOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaDoorOptions>, MediaDoorOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, MediaDoorListener>();
        services.AddSingleton<MediaDoor>();
        services.AddSingleton<StillStore>();
        return services;
    }
}
