using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Streams;

/// <summary>Registers what the sessions of viewers and publishers need.</summary>
internal static class StreamServices
{
    public static IServiceCollection AddStreams(this IServiceCollection services)
    {
        services.AddSingleton<SessionServices>();
        services.AddPlacementDirector<StreamAffinityPlacement, StreamAffinityDirector>();
        return services;
    }
}
