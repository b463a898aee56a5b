using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Command.Web.Hosting;

/// <summary>Can this node let people in (key ring) and tell them what happens (wall events)?</summary>
internal sealed class WebHealth(KeyRingLoader keys, WallObserver events) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            (keys.Loaded, events.Subscribed) switch
            {
                (false, _) => HealthCheckResult.Unhealthy("The key ring has not been read; nobody can sign in."),
                (_, false) => HealthCheckResult.Degraded("Wall events do not arrive; pages show what they read last."),
                _ => HealthCheckResult.Healthy($"{events.Count} event streams and pages are listening."),
            }
        );
}
