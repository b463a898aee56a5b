using Command.Silo.Approvals;
using Microsoft.Extensions.DependencyInjection;

namespace Command.Silo.Access;

/// <summary>Registers what grants need beside their grains.</summary>
internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services.AddSingleton<IApprovedAct, ApprovedGrant>().AddHostedService<AccessNews>();
}
