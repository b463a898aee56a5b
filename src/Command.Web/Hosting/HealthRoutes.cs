using System.Text.Json;
using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Command.Web.Hosting;

/// <summary><c>/health/live</c>, <c>/health/ready</c> with a reason per check, and <c>/metrics</c>.</summary>
internal static class HealthRoutes
{
    /// <summary>Checks with this tag decide whether the node takes traffic.</summary>
    public const string Ready = "ready";

    public static void MapHealth(this IEndpointRouteBuilder root)
    {
        root.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous();
        root.MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }
            )
            .AllowAnonymous();
        root.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Schemes.LocalOrSignedIn);
    }

    private static async Task WriteAsync(HttpContext http, HealthReport report)
    {
        var answer = new Answer(
            Word(report.Status),
            report.Entries.ToDictionary(entry => entry.Key, entry => new Check(Word(entry.Value.Status), entry.Value.Description))
        );
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(answer, WireJson.Options, http.RequestAborted);
    }

    private static string Word(HealthStatus status) => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());

    private sealed record Answer(string Status, Dictionary<string, Check> Checks);

    private sealed record Check(string Status, string? Reason);
}
