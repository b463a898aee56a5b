namespace Command.Web.Hosting;

/// <summary>What every answer says about itself: no foreign code, no frames, no guessing of types.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Styles may stand in elements (MudBlazor writes them); scripts may not.</summary>
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "media-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=(self), fullscreen=(self)";
        return next(http);
    }
}
