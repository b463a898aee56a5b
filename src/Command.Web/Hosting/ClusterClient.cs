using System.Net;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Command.Web.Hosting;

/// <summary>Makes this process a pure web node of a cluster.</summary>
internal static class ClusterClient
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    public static void AddClusterClient(this WebApplicationBuilder builder, ClusterOptions cluster)
    {
        if (cluster.Problem() is { } problem)
        {
            throw new OptionsValidationException(ClusterOptions.Section, typeof(ClusterOptions), [problem]);
        }
        builder.UseOrleansClient(client =>
        {
            client.Configure<Orleans.Configuration.ClusterOptions>(options =>
            {
                options.ClusterId = cluster.ClusterId;
                options.ServiceId = cluster.ClusterId;
            });
            if (cluster.Gateways.Length > 0)
            {
                client.UseStaticClustering([.. cluster.Gateways.Select(IPEndPoint.Parse)]);
            }
            else
            {
                client.UseAdoNetClustering(options =>
                {
                    options.Invariant = "Npgsql";
                    options.ConnectionString = builder.Configuration["Command:ConnectionString"];
                });
            }
            // A web node may start before its silos: it waits for them.
            client.UseConnectionRetryFilter(
                async (_, cancellationToken) =>
                {
                    await Task.Delay(Retry, cancellationToken);
                    return true;
                }
            );
            client.AddActivityPropagation();
        });
        var telemetry = builder.Services.AddOpenTelemetry();
        telemetry.WithMetrics(metrics => metrics.AddMeter("Command.*", "Microsoft.Orleans", "System.Runtime").AddPrometheusExporter());
        telemetry.WithTracing(traces => traces.AddSource("Command", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application"));
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter());
            telemetry.WithTracing(traces => traces.AddOtlpExporter());
        }
    }
}
