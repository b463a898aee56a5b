using Command.Web.Security;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Command.Web.Ui;

/// <summary>The forms of the person menu: language and theme, kept in cookies of this browser.</summary>
internal static class PreferenceEndpoints
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages
            .MapPost(
                "/preferences",
                (HttpContext http, [FromForm] string? language, [FromForm] string? theme, [FromForm] string? returnUrl) =>
                {
                    if (Languages.IsKnown(language))
                    {
                        var culture = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language!));
                        Keep(http, CookieRequestCultureProvider.DefaultCookieName, culture);
                    }
                    if (theme is Themes.Dark or Themes.Light)
                    {
                        Keep(http, Themes.Cookie, theme);
                    }
                    return TypedResults.LocalRedirect(LocalUrl.OrHome(returnUrl));
                }
            )
            .AllowAnonymous()
            .AddEndpointFilter<RouteHandlerBuilder, AntiforgeryFilter>()
            // The filter above answers in words; the framework would answer with an empty 400.
            .DisableAntiforgery()
            .ExcludeFromDescription();

    private static void Keep(HttpContext http, string name, string value) =>
        http.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(400),
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
}
