using System.Net;
using System.Security.Cryptography.X509Certificates;
using Command.Devices.Drivers;
using Command.Devices.Hosting;
using Command.Devices.Mqtt;
using Command.Devices.Rtsp;
using Command.Media.Hosting;
using Command.Media.Workers;
using Command.Silo.Access;
using Command.Silo.Accounts;
using Command.Silo.Authority;
using Command.Silo.Cameras;
using Command.Silo.Common;
using Command.Silo.Events;
using Command.Silo.Keys;
using Command.Silo.MediaHttp;
using Command.Silo.MediaNode;
using Command.Silo.Recorders;
using Command.Silo.Signals;
using Command.Silo.Storage;
using Command.Silo.Streams;
using Command.Silo.Units;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Configuration;

namespace Command.Silo.Hosting;

/// <summary>All that another host may call of the silo.</summary>
public static class SiloHost
{
    /// <summary>Tag of the health checks that say whether this node can serve.</summary>
    public const string ReadyTag = "ready";

    /// <summary>
    /// The program's other life as a worker process; null when the arguments do not ask for it. To be called before anything else.
    /// </summary>
    public static Task<int?> TryRunWorkerAsync(string[] args) => WorkerHost.TryRunWorkerAsync(args);

    /// <summary>
    /// Adds the silo with everything it owns (record, accounts, devices, media, the media door's own port) to a host that uses Kestrel. The host's own
    /// ports have to be opened by <c>Listen</c>: addresses given as URLs give way to the door's port.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="certificate">The certificate that the host serves anyway, for MQTT over TLS when its options name none; null for none.</param>
    public static WebApplicationBuilder AddCommandSilo(
        this WebApplicationBuilder builder,
        Func<IServiceProvider, X509Certificate2?>? certificate = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddServices(builder.Services, builder.Configuration, certificate);
        var options = builder.Configuration.GetSection(SiloOptions.Section).Get<SiloOptions>() ?? new SiloOptions();
        var connectionString = builder.Configuration["Command:ConnectionString"];
        builder.UseOrleans(silo => ConfigureSilo(silo, options, connectionString));
        return builder;
    }

    /// <summary>Maps the paths of the media door; they answer only on the door's own port.</summary>
    public static void MapMediaDoor(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var door = endpoints.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        door.AddEndpointFilter(
            static (invocation, next) =>
                invocation.HttpContext.Features.Get<IMediaDoorFeature>() is null
                    ? ValueTask.FromResult<object?>(Results.NotFound())
                    : next(invocation)
        );
        door.MapStills();
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>, which name their reasons, and <c>/metrics</c>.</summary>
    public static void MapSiloHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints
            .MapHealthChecks(
                "/health/live",
                new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportWriter.WriteAsync }
            )
            .AllowAnonymous();
        endpoints
            .MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions
                {
                    Predicate = check => check.Tags.Contains(ReadyTag),
                    ResponseWriter = HealthReportWriter.WriteAsync,
                }
            )
            .AllowAnonymous();
        endpoints.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
    }

    /// <summary>Everything but Orleans and its ports; tests put this into a test cluster.</summary>
    internal static IServiceCollection AddServices(
        IServiceCollection services,
        IConfiguration configuration,
        Func<IServiceProvider, X509Certificate2?>? certificate = null
    )
    {
        // The order is the order of starting, and backwards that of stopping: the record first, the media node next, the grains last.
        services.AddStorage(configuration);
        services.AddHostedService<ClusterTables>();
        services.AddAuthority();
        services.AddSingleton<IUnitParents, UnitParents>();
        services.AddKeys(configuration);
        services.AddDevices();
        services.AddOptions<RtspOptions>().Bind(configuration.GetSection("Devices:Rtsp"));
        services.AddOptions<BackoffOptions>().Bind(configuration.GetSection("Devices:Backoff"));
        services.AddStills();
        services.AddOptions<WorkerOptions>().Bind(configuration.GetSection(WorkerOptions.Section));
        services.AddMediaNode(configuration);
        services.AddMediaHttp(configuration);
        services.AddAccounts(configuration);
        services.AddMqtt(certificate);
        services.AddOptions<MqttOptions>().Bind(configuration.GetSection(MqttOptions.Section));
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection(SiteOptions.Section));
        services.AddSingleton<IValidateOptions<MqttOptions>, MqttClusterValidator>();
        services.AddHostedService<MqttService>();
        services.AddAccess();
        services.AddSignals(configuration);
        services.AddCameras(configuration);
        services.AddRecorders(configuration);
        services.AddSingleton<ConsoleHints>();
        services.AddSingleton<EventMetrics>();
        services.AddHostedService<DeviceStarter>();
        services.AddStreams();
        services.AddOptions<SiloOptions>().Bind(configuration.GetSection(SiloOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>();
        AddHealth(services);
        AddTelemetry(services, configuration);
        return services;
    }

    private static void ConfigureSilo(ISiloBuilder silo, SiloOptions options, string? connectionString)
    {
        if (options.IsClustered)
        {
            silo.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = "Npgsql";
                clustering.ConnectionString = connectionString;
            });
            // A silo that was told its address listens there and nowhere else.
            var address = options.AdvertisedAddress is { } text ? IPAddress.Parse(text) : null;
            silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: address is null);
            silo.Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = address ?? endpoints.AdvertisedIPAddress);
        }
        else
        {
            silo.UseLocalhostClustering(
                FreePort.Or(options.SiloPort),
                FreePort.Or(options.GatewayPort),
                serviceId: options.ClusterId,
                clusterId: options.ClusterId
            );
        }
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.ClusterId;
            cluster.ServiceId = options.ClusterId;
        });
        silo.AddActivityPropagation();
    }

    private static void AddHealth(IServiceCollection services) =>
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [ReadyTag])
            .AddCheck<SiloHealth>("silo", tags: [ReadyTag])
            .AddCheck<MediaHealth>("media", tags: [ReadyTag])
            .AddCheck<MqttHealth>("mqtt", tags: [ReadyTag])
            .AddCheck<FfmpegHealth>("ffmpeg", tags: [ReadyTag]);

    private static void AddTelemetry(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FfmpegHealth>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("command"));
        telemetry.WithMetrics(metrics => metrics.AddMeter("Command.*", "Microsoft.Orleans", "System.Runtime").AddPrometheusExporter());
        telemetry.WithTracing(traces =>
            traces.AddSource(JoinTrace.SourceName, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
        );
        if (!string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter());
            telemetry.WithTracing(traces => traces.AddOtlpExporter());
        }
    }
}
