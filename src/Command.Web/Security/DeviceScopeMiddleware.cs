namespace Command.Web.Security;

/// <summary>A device that has signed in with its own key may do what devices do, and nothing else of all that is here.</summary>
internal sealed class DeviceScopeMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        http.User.Identity?.AuthenticationType == Schemes.Device && !IsForDevices(http.Request)
            ? Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "device-may-not")
            : next(http);

    private static bool IsForDevices(HttpRequest request) =>
        request.Path.StartsWithSegments("/whip", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/sessions", StringComparison.Ordinal)
        || (HttpMethods.IsPost(request.Method) && IsReport(request.Path));

    private static bool IsReport(PathString path) =>
        path.StartsWithSegments("/api/v1", StringComparison.Ordinal, out var rest)
        && rest.Value?.Split('/') is ["", "streams", "grants"] or ["", "recorders", _, "positions" or "sos"];
}
