using System.Security.Cryptography.X509Certificates;
using Command.Devices.Drivers;
using Command.Devices.Mqtt;
using Command.Devices.Rtsp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Devices.Hosting;

/// <summary>Composition of the device drivers.</summary>
public static class DevicesServiceCollectionExtensions
{
    /// <summary>
    /// Adds the drivers and their <see cref="DriverRegistry"/>. Options <see cref="RtspOptions"/> and <see cref="BackoffOptions"/> are
    /// bound by the caller and validated at start.
    /// </summary>
    public static IServiceCollection AddDevices(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RtspOptions>().ValidateOnStart();
        services.AddOptions<BackoffOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RtspOptions>, RtspOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BackoffOptions>, BackoffOptionsValidator>());
        services.TryAddSingleton(static provider =>
        {
            var rtsp = new RtspDriver(
                provider.GetRequiredService<IOptions<RtspOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>()
            );
            return new DriverRegistry([new("rtsp", rtsp), new("rtsps", rtsp)]);
        });
        return services;
    }

    /// <summary>
    /// Adds <see cref="MqttGateway"/> and with it <see cref="IBodyWornOutbox"/>. Options <see cref="MqttOptions"/> and <see cref="SiteOptions"/>
    /// are bound by the caller and validated at start; the caller registers <see cref="IBodyWornInbox"/> and <see cref="IDeviceAuthenticator"/>, and
    /// starts and stops the gateway.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="certificate">Certificate of the TLS port when the options name none; asked at each connection. Null for none.</param>
    public static IServiceCollection AddMqtt(
        this IServiceCollection services,
        Func<IServiceProvider, X509Certificate2?>? certificate = null
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MqttOptions>().ValidateOnStart();
        services.AddOptions<SiteOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MqttOptions>, MqttOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SiteOptions>, SiteOptionsValidator>());
        services.AddSingleton<MqttMetrics>();
        services.AddSingleton(provider => new MqttGateway(
            provider.GetRequiredService<IOptions<MqttOptions>>().Value,
            provider.GetRequiredService<IOptions<SiteOptions>>().Value,
            provider.GetRequiredService<IOptions<BackoffOptions>>().Value,
            provider.GetRequiredService<IBodyWornInbox>,
            provider.GetRequiredService<IDeviceAuthenticator>,
            certificate is null ? null : () => certificate(provider),
            provider.GetRequiredService<MqttMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()
        ));
        services.AddSingleton<IBodyWornOutbox>(static provider => provider.GetRequiredService<MqttGateway>());
        return services;
    }

    private sealed class MqttOptionsValidator : IValidateOptions<MqttOptions>
    {
        public ValidateOptionsResult Validate(string? name, MqttOptions options) => ToResult(options.Validate());
    }

    private sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
    {
        public ValidateOptionsResult Validate(string? name, SiteOptions options) => ToResult(options.Validate());
    }

    private sealed class RtspOptionsValidator : IValidateOptions<RtspOptions>
    {
        public ValidateOptionsResult Validate(string? name, RtspOptions options) => ToResult(options.Validate());
    }

    private sealed class BackoffOptionsValidator : IValidateOptions<BackoffOptions>
    {
        public ValidateOptionsResult Validate(string? name, BackoffOptions options) => ToResult(options.Validate());
    }

    private static ValidateOptionsResult ToResult(string? problem) =>
        problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
}
