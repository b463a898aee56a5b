using Command.Silo.Hosting;

namespace Command.Web.Hosting;

/// <summary>Composition root: one box with its own silo, or a web node of a cluster. Handles the worker verb first.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (await SiloHost.TryRunWorkerAsync(args) is { } exitCode)
        {
            return exitCode;
        }
        await using var app = Build(args);
        await app.RunAsync();
        return 0;
    }

    /// <summary>Composes the host; it is not started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="configure">Last word on services and configuration, for tests.</param>
    /// <param name="assets">Manifest of the static assets; null for the one beside the program.</param>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null, string? assets = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(Program).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        var cluster = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new ClusterOptions();
        // The silo first: what the front door reads while it starts must be there.
        if (cluster.Client)
        {
            builder.AddClusterClient(cluster);
        }
        else
        {
            builder.AddCommandSilo(services => services.GetRequiredService<ServerCertificates>().Current());
        }
        builder.AddCommandWeb();
        var app = builder.Build();
        app.UseCommandWeb(assets);
        if (!cluster.Client)
        {
            app.MapMediaDoor();
        }
        return app;
    }
}
