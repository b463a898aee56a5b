using System.Globalization;
using Command.Web.Security;
using Command.Web.Ui;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace Command.Web.Desks.Field;

/// <summary>The web app manifest of a field page: on the home screen it opens with its own recorder. Tells nothing about the recorder.</summary>
internal static class FieldManifest
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages
            .MapGet("/field/{recorder:regex(^[0-9a-z]{{1,40}}$)}/manifest.webmanifest", Describe)
            .AllowAnonymous()
            .ExcludeFromDescription();

    private static JsonHttpResult<Dictionary<string, object>> Describe(string recorder, SiteInfo site, IStringLocalizer<Texts> texts)
    {
        var page = $"/field/{recorder}";
        var manifest = new Dictionary<string, object>
        {
            ["id"] = page,
            ["name"] = $"{texts["field.title"]} · {site.Name}",
            ["short_name"] = texts["field.title"].Value,
            ["lang"] = CultureInfo.CurrentUICulture.Name,
            ["start_url"] = page,
            ["scope"] = page,
            ["display"] = "standalone",
            ["background_color"] = "#0E1215",
            ["theme_color"] = "#0E1215",
            ["icons"] = new[] { Icon(192), Icon(512) },
        };
        return TypedResults.Json(manifest, contentType: "application/manifest+json");
    }

    private static Dictionary<string, string> Icon(int size) =>
        new()
        {
            ["src"] = $"/icons/field-{size}.png",
            ["sizes"] = $"{size}x{size}",
            ["type"] = "image/png",
            ["purpose"] = "any maskable",
        };
}
