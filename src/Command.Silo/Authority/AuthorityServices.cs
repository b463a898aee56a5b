using Command.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Authority;

/// <summary>Registers <see cref="IAuthority"/>.</summary>
internal static class AuthorityServices
{
    public static IServiceCollection AddAuthority(this IServiceCollection services) =>
        services.AddSingleton<IAuthority>(provider => new RecordedAuthority(
            new SignedInAuthority(),
            provider.GetRequiredService<IAggregateStore>()
        ));
}
