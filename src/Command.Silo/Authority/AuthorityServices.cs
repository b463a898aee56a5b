using Command.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Authority;

/// <summary>Registers <see cref="IAuthority"/>. Who adds it also registers an <see cref="IUnitParents"/>.</summary>
internal static class AuthorityServices
{
    public static IServiceCollection AddAuthority(this IServiceCollection services) =>
        services
            .AddSingleton<AccessBook>()
            .AddSingleton<ICaseScope, NoCases>()
            .AddSingleton<RoleAuthority>()
            .AddSingleton<IAuthority>(provider => new RecordedAuthority(
                provider.GetRequiredService<RoleAuthority>(),
                provider.GetRequiredService<IAggregateStore>()
            ));
}
