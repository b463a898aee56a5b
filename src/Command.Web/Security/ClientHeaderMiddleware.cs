namespace Command.Web.Security;

/// <summary>
/// Cookie requests of programs that change something must carry <see cref="Schemes.ClientHeader"/>: a page of another site can make the
/// browser send our cookie, but not this header.
/// </summary>
internal sealed class ClientHeaderMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var changes = !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));
        if (
            changes
            && http.User.Identity?.AuthenticationType == Schemes.Cookie
            && Schemes.IsForPrograms(http.Request.Path)
            && !http.Request.Headers.ContainsKey(Schemes.ClientHeader)
        )
        {
            return Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "client-header-required");
        }
        return next(http);
    }
}
