using System.Net;
using Command.Web.Api;
using Command.Web.Application;
using Command.Web.Desks;
using Command.Web.Desks.Field;
using Command.Web.Realtime;
using Command.Web.Security;
using Command.Web.Ui;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using OpenTelemetry.Trace;

namespace Command.Web.Hosting;

/// <summary>Services, ports and pipeline of the web host, whatever cluster stands behind it.</summary>
internal static class WebComposition
{
    private const long LargestRequest = 1024 * 1024;

    public static void AddCommandWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<WebOptions>()
            .BindConfiguration(WebOptions.Section)
            .PostConfigure(options =>
            {
                if (options.Problem() is { } problem)
                {
                    throw new OptionsValidationException(WebOptions.Section, typeof(WebOptions), [problem]);
                }
            })
            .ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<WebOptions>>().Value;
            return new SiteInfo(options.SiteName, Environment.MachineName.ToLowerInvariant());
        });
        services.AddCommandSecurity();
        services.AddCommandApplication();
        services.AddCommandDesks();
        services.AddSingleton<EventStreamMetrics>();
        services.AddSingleton<WallObserver>();
        services.AddHostedService(provider => provider.GetRequiredService<WallObserver>());
        services.AddCommandApi();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(UseLanguages);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddHealthChecks().AddCheck<WebHealth>("web", tags: [HealthRoutes.Ready]);
        services.AddOpenTelemetry().WithTracing(traces => traces.AddAspNetCoreInstrumentation());
        services.AddSingleton<ServerCertificates>();
        services.AddSingleton<ISecureDoor>(provider => provider.GetRequiredService<ServerCertificates>());
        AddPorts(builder);
    }

    public static void UseCommandWeb(this WebApplication app, string? assets)
    {
        var options = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
        if (options.TrustedProxies.Length > 0)
        {
            app.UseForwardedHeaders(ForwardedFrom(options.TrustedProxies));
        }
        app.UseRequestLocalization();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/error");
        app.UseWhen(http => Schemes.IsForPrograms(http.Request.Path), programs => programs.UseStatusCodePages());
        app.UseWhen(
            http => !Schemes.IsForPrograms(http.Request.Path) && HttpMethods.IsGet(http.Request.Method),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found")
        );
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<ClientHeaderMiddleware>();
        app.UseMiddleware<DeviceScopeMiddleware>();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapCommandApi();
        SignInEndpoints.MapSignOut(app);
        PreferenceEndpoints.Map(app);
        FieldManifest.Map(app);
        app.MapGet("/ca/root.crt", Authority).AllowAnonymous().ExcludeFromDescription();
        app.MapStaticAssets(assets).AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static IResult Authority(ServerCertificates certificates) =>
        certificates.AuthorityDer is { } der
            ? TypedResults.File(der, "application/x-x509-ca-cert", "command-ca.crt")
            : TypedResults.NotFound();

    private static void UseLanguages(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Languages.Chinese);
        options.SupportedCultures = [.. Languages.All];
        options.SupportedUICultures = [.. Languages.All];
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }

    private static ForwardedHeadersOptions ForwardedFrom(string[] proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }
        return options;
    }

    private static void AddPorts(WebApplicationBuilder builder) =>
        builder
            .Services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<WebOptions>, IServiceProvider>(
                (kestrel, web, provider) =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = LargestRequest;
                    Listen(kestrel, web.Value, web.Value.HttpPort, _ => { });
                    if (web.Value.HttpsPort >= 0)
                    {
                        var certificates = provider.GetRequiredService<ServerCertificates>();
                        Listen(
                            kestrel,
                            web.Value,
                            web.Value.HttpsPort,
                            port => port.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificates.Current())
                        );
                    }
                }
            );

    private static void Listen(KestrelServerOptions kestrel, WebOptions web, int port, Action<ListenOptions> configure)
    {
        if (web.Listen.Length == 0)
        {
            kestrel.ListenAnyIP(port, configure);
        }
        foreach (var address in web.Listen)
        {
            kestrel.Listen(IPAddress.Parse(address), port, configure);
        }
    }
}
