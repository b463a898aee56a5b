using Command.Media.Hosting;
using Command.Media.WebRtc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Command.Silo.MediaNode;

/// <summary>Registers the media node; call it before the silo, so that it stops after the grains.</summary>
internal static class MediaNodeServices
{
    public static IServiceCollection AddMediaNode(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MediaNodeOptions>().Bind(configuration.GetSection(MediaNodeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaNodeOptions>, MediaNodeOptionsValidator>();
        services.AddMedia();
        var media = configuration.GetSection(WebRtcOptions.Section);
        services.AddOptions<WebRtcOptions>().Bind(media).PostConfigure(options => ReadAddressList(media, options));
        services.AddSingleton<IDeviceReporter, GrainDeviceReporter>();
        services.AddSingleton<Publishers>();
        services.AddSingleton<DeviceKinds>();
        services.AddSingleton<PullServices>();
        services.AddSingleton<DeviceRunner>();
        services.AddSingleton<SourceWait>();
        services.AddSingleton<JoinTraces>();
        services.AddSingleton<MediaNodeMetrics>();
        services.AddSingleton<MediaNodeService>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaNodeService>());
        return services;
    }

    /// <summary>One value with commas is what fits a command line or an environment variable; the binder knows lists only.</summary>
    private static void ReadAddressList(IConfigurationSection media, WebRtcOptions options)
    {
        if (media[nameof(WebRtcOptions.PublicAddresses)] is { } list && !string.IsNullOrWhiteSpace(list))
        {
            options.PublicAddresses = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
