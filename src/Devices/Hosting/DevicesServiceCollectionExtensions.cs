using Command.Devices.Drivers;
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
