using System.Diagnostics;
using Command.Web.Application;
using Command.Web.Realtime;
using Command.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace Command.Web.Api;

/// <summary>
/// Writes every refusal of the server as RFC 9457 problem details: a stable reason and its type, words in the caller's language, the field
/// at fault, the trace id. Whatever the caller accepts: a refusal without words helps nobody.
/// </summary>
internal sealed class ProblemWriter(Reasons reasons) : IProblemDetailsWriter
{
    private const string MediaType = "application/problem+json";

    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        var status = problem.Status ?? http.Response.StatusCode;
        var reason = problem.Extensions.TryGetValue(Problems.Reason, out var named) && named is string text ? text : ReasonOf(status);
        var arguments = problem.Extensions.TryGetValue(Problems.Arguments, out var values) ? values as IReadOnlyList<string> : null;
        var answer = new ProblemDetails
        {
            Type = $"urn:command:problem:{reason}",
            Title = reasons.TextOf($"status-{status}") ?? problem.Title ?? "Refused",
            Status = status,
            Detail = reasons.TextOf(reason, arguments) ?? problem.Detail ?? reason,
        };
        answer.Extensions[Problems.Reason] = reason;
        if (problem.Extensions.TryGetValue(Problems.Field, out var field))
        {
            answer.Extensions[Problems.Field] = field;
        }
        if (arguments is not null)
        {
            answer.Extensions[Problems.Arguments] = arguments;
        }
        answer.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(answer, WireJson.Options, MediaType, http.RequestAborted);
    }

    private static string ReasonOf(int status) =>
        status switch
        {
            400 => "bad-request",
            401 => "sign-in-required",
            403 => "forbidden",
            404 => "no-such-address",
            405 => "method-not-allowed",
            406 => "not-acceptable",
            408 => "request-timeout",
            413 => "body-too-large",
            415 => "media-type-not-supported",
            429 => "too-many-requests",
            503 => "unavailable",
            _ => "internal-error",
        };
}
