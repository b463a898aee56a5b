using Command.Media.Telemetry;
using Command.Media.WebRtc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Media.Hosting;

/// <summary>Registration of the media engine.</summary>
public static class MediaServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="MediaServer"/>, its hub, its packet pool and its metrics as singletons and validates <see cref="WebRtcOptions"/>. The
    /// host binds those to its section <c>Media</c>, adds a <see cref="TimeProvider"/> and logging, and starts and stops the server.
    /// </summary>
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddOptions<WebRtcOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebRtcOptions>, WebRtcOptionsValidator>();
        services.AddSingleton<MediaMetrics>();
        services.AddSingleton(provider => new MediaServer(
            provider.GetRequiredService<IOptions<WebRtcOptions>>().Value,
            provider.GetRequiredService<MediaMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()
        ));
        services.AddSingleton(provider => provider.GetRequiredService<MediaServer>().Hub);
        services.AddSingleton(provider => provider.GetRequiredService<MediaServer>().Pool);
        return services;
    }
}
