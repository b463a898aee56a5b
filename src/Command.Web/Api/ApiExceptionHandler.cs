using System.Diagnostics;
using System.Net.Sockets;
using Command.Web.Security;
using Microsoft.AspNetCore.Diagnostics;

namespace Command.Web.Api;

/// <summary>Failures that reach the top, as problems for programs: 503 while the cluster cannot be asked, else 500. Never a stack trace: that is in the log, by the trace id that the answer names.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
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
        // The framework logs nothing of what a handler has dealt with.
        Log.Failed(logger, httpContext.Request.Method, path ?? "", Activity.Current?.TraceId.ToHexString() ?? "", exception);
        await Problems.WriteAsync(httpContext, StatusCodes.Status500InternalServerError, "internal-error");
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Method} {Path} failed; trace {TraceId}")]
        public static partial void Failed(ILogger logger, string method, string path, string traceId, Exception exception);
    }
}
