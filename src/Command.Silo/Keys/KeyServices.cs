using Command.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Command.Silo.Keys;

/// <summary>Registers keys and the protector of secrets; call it after <see cref="StorageServices.AddStorage"/>, whose start comes first.</summary>
internal static class KeyServices
{
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider =>
            MasterKey.Load(
                configuration[MasterKey.Variable],
                provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataDirectory,
                provider.GetRequiredService<ILogger<MasterKey>>()
            )
        );
        services.AddSingleton<KeyVault>();
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<MediaGrantKey>();
        services.AddHostedService<KeyStartup>();
        return services;
    }
}
