using Command.Web.Application;
using Command.Web.Security;

namespace Command.Web.Api;

/// <summary>The HTTP surface: everything a program can call.</summary>
internal static class ApiRoutes
{
    public static IServiceCollection AddCommandApi(this IServiceCollection services)
    {
        services.AddSingleton<Reasons>();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(options => Realtime.WireJson.Apply(options.SerializerOptions));
        services
            .AddHttpClient(MediaHttpProxy.Client, client => client.Timeout = TimeSpan.FromSeconds(15))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.AddOperationTransformer<OpenApiBodies>();
                options.AddOperationTransformer<OpenApiRefusals>();
                options.AddDocumentTransformer<OpenApiRefusals>();
                options.AddDocumentTransformer(
                    (document, context, _) =>
                    {
                        document.Info.Title = "Command";
                        document.Info.Version = context.ApplicationServices.GetRequiredService<SiteInfo>().Version;
                        document.Servers?.Clear();
                        return Task.CompletedTask;
                    }
                );
            }
        );
        return services;
    }

    public static void MapCommandApi(this IEndpointRouteBuilder root)
    {
        var api = root.MapGroup("/api/v1").AddEndpointFilter(new AcceptFilter("application/json"));
        SignInEndpoints.Map(api);
        UnitEndpoints.Map(api);
        DeviceEndpoints.Map(api);
        CameraEndpoints.Map(api);
        RecorderEndpoints.Map(api);
        SignalEndpoints.Map(api);
        WallEndpoints.Map(api);
        StreamGrantEndpoints.Map(api);
        AuditEndpoints.Map(api);
        AccountEndpoints.Map(api);
        AccessEndpoints.Map(api);
        GroupEndpoints.Map(api);
        ShiftEndpoints.Map(api);
        ApprovalEndpoints.Map(api);
        var bytes = root.MapGroup("/api/v1");
        EventStream.Map(bytes);
        CameraEndpoints.MapStill(bytes);
        RecorderEndpoints.MapStill(bytes);
        WhepEndpoints.Map(root);
        WhipEndpoints.Map(root);
        SessionEndpoints.Map(root);
        root.MapGet("/version", (SiteInfo site) => TypedResults.Ok(new VersionAnswer(site.Version, site.Build)))
            .WithTags("Server")
            .AllowAnonymous()
            .WithSummary("Version and build of this server.");
        root.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    internal sealed record VersionAnswer(string Version, string Build);
}
