using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Command.Silo.Hosting;

/// <summary>Has this silo joined its cluster?</summary>
internal sealed class SiloHealth(ISiloStatusOracle oracle) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            oracle.CurrentStatus == SiloStatus.Active
                ? HealthCheckResult.Healthy($"The silo {oracle.SiloAddress} is part of its cluster.")
                : HealthCheckResult.Unhealthy($"The silo {oracle.SiloAddress} is {oracle.CurrentStatus}.")
        );
}
