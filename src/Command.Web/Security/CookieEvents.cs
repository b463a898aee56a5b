using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Command.Web.Security;

/// <summary>Checks the session behind a cookie, and answers programs with problems where people get the sign-in page.</summary>
internal sealed class CookieEvents(SessionValidator sessions) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var session = context.Principal is { } principal ? SessionClaims.Of(principal) : null;
        if (session is null || !await sessions.IsAliveAsync(session.AccountId, session.SessionId, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            if (!context.HttpContext.Response.HasStarted)
            {
                await context.HttpContext.SignOutAsync(Schemes.Cookie);
            }
        }
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Schemes.IsForPrograms(context.Request.Path))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "sign-in-required");
        }
        return base.RedirectToLogin(context);
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Problems.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, "forbidden");
}
