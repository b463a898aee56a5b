using Command.Media.Ffmpeg;
using Command.Media.Workers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Command.Silo.Hosting;

/// <summary>Can stills be made? Without them everything else works, so this is a degradation at most.</summary>
internal sealed class FfmpegHealth(IOptions<WorkerOptions> options) : IHealthCheck
{
    private readonly Lazy<FfmpegAvailability> _availability = new(() => FfmpegLibraries.Probe(options.Value.FfmpegDirectory));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            _availability.Value is { IsAvailable: true } available
                ? HealthCheckResult.Healthy(available.Message)
                : HealthCheckResult.Degraded($"No stills: {_availability.Value.Message}")
        );
}
