using Command.Devices.Mqtt;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Command.Silo.Hosting;

/// <summary>Can recorders be heard? Without them everything else works, so an external broker that is away is a degradation.</summary>
internal sealed class MqttHealth(MqttGateway gateway) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            (gateway.IsServing, gateway.HasStarted) switch
            {
                (true, _) => HealthCheckResult.Healthy(gateway.State),
                (_, true) => HealthCheckResult.Degraded(gateway.State),
                _ => HealthCheckResult.Unhealthy(gateway.State),
            }
        );
}
