using Command.Media.Hosting;
using Command.Silo.MediaNode;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Command.Silo.Hosting;

/// <summary>Is the media port open?</summary>
internal sealed class MediaHealth(MediaNodeService node, MediaServer server) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            node.IsRunning
                ? HealthCheckResult.Healthy($"The media port is UDP {server.Port}.")
                : HealthCheckResult.Unhealthy("The media port is not open.")
        );
}
