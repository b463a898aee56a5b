using System.Net.Sockets;
using Command.Web.Security;
using Microsoft.AspNetCore.Diagnostics;

namespace Command.Web.Api;

/// <summary>Failures that reach the top, as problems for programs: 503 while the cluster cannot be asked, else 500. Never a stack trace.</summary>
internal sealed class ApiExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The request's own path is the error page's by now.
        var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        if (!Schemes.IsForPrograms(path))
        {
            return false;
        }
        if (exception is BadHttpRequestException bad)
        {
            await Problems.WriteAsync(httpContext, bad.StatusCode, bad.StatusCode == 413 ? "body-too-large" : "bad-request");
            return true;
        }
        if (exception is TimeoutException or OrleansException or SocketException)
        {
            httpContext.Response.Headers.RetryAfter = "2";
            await Problems.WriteAsync(httpContext, StatusCodes.Status503ServiceUnavailable, "unavailable");
            return true;
        }
        await Problems.WriteAsync(httpContext, StatusCodes.Status500InternalServerError, "internal-error");
        return true;
    }
}
