using System.Text.Json;
using Microsoft.AspNetCore.Authentication;

namespace Command.Web.Security;

/// <summary><c>/api/v1/identity</c>: login, refresh, logout, me; and the sign-out form of the pages.</summary>
internal static class SignInEndpoints
{
    private const int LargestBody = 4 * 1024;
    private const string LargestBodyKiB = "4";

    public static void Map(IEndpointRouteBuilder api)
    {
        var identity = api.MapGroup("/identity").WithTags("Identity");
        identity
            .MapPost("/login", LoginAsync)
            .AllowAnonymous()
            .RequireRateLimiting(Schemes.SignInLimit)
            .Takes<LoginBody>()
            .Produces<TokenAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Signs in with name and password; ?cookie=true also sets the cookie of the pages.");
        identity
            .MapPost("/refresh", RefreshAsync)
            .AllowAnonymous()
            .RequireRateLimiting(Schemes.SignInLimit)
            .Takes<RefreshBody>()
            .Produces<TokenAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Exchanges a refresh token, once; a token used twice ends its session.");
        identity
            .MapPost("/logout", LogoutAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Ends the session behind this request at once.");
        identity.MapGet("/me", Me).Produces<MeAnswer>().WithSummary("Who is signed in.");
    }

    /// <summary>The form of the pages, guarded by antiforgery.</summary>
    public static void MapSignOut(IEndpointRouteBuilder pages) =>
        pages
            .MapPost(
                "/sign-out",
                async (HttpContext http, SignInService signIn, CancellationToken cancellationToken) =>
                {
                    await signIn.EndAsync(CommandContextFactory.ForRequest(http), "signed-out", cancellationToken);
                    await http.SignOutAsync(Schemes.Cookie);
                    return TypedResults.LocalRedirect("/sign-in");
                }
            )
            .AddEndpointFilter<RouteHandlerBuilder, AntiforgeryFilter>()
            .ExcludeFromDescription();

    /// <summary>Sets the cookie of the pages for an accepted sign-in.</summary>
    public static Task SetCookieAsync(HttpContext http, SignInOutcome outcome) =>
        http.SignInAsync(
            Schemes.Cookie,
            SessionClaims.ToPrincipal(outcome.Session!, Schemes.Cookie),
            new AuthenticationProperties { IsPersistent = true, ExpiresUtc = outcome.Ticket!.RefreshUntil }
        );

    private static async Task<IResult> LoginAsync(
        HttpContext http,
        SignInService signIn,
        AccessTokens tokens,
        CancellationToken cancellationToken,
        bool cookie = false
    )
    {
        var (body, problem) = await ReadAsync<LoginBody>(http, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }
        var outcome = await signIn.SignInAsync(
            body?.UserName ?? "",
            body?.Password ?? "",
            http.Request.Headers.UserAgent.ToString(),
            cancellationToken
        );
        if (cookie && outcome.Verdict == SignInVerdict.Accepted)
        {
            await SetCookieAsync(http, outcome);
        }
        return Answer(http, outcome, tokens, "credentials-refused");
    }

    private static async Task<IResult> RefreshAsync(
        HttpContext http,
        SignInService signIn,
        AccessTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var (body, problem) = await ReadAsync<RefreshBody>(http, cancellationToken);
        return problem ?? Answer(http, await signIn.RefreshAsync(body?.RefreshToken ?? "", cancellationToken), tokens, "refresh-refused");
    }

    private static async Task<IResult> LogoutAsync(HttpContext http, SignInService signIn, CancellationToken cancellationToken)
    {
        await signIn.EndAsync(CommandContextFactory.ForRequest(http), "signed-out", cancellationToken);
        await http.SignOutAsync(Schemes.Cookie);
        return TypedResults.NoContent();
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<MeAnswer> Me(HttpContext http)
    {
        var session = SessionClaims.Of(http.User)!;
        return TypedResults.Ok(new MeAnswer(session.AccountId, session.UserName, session.DisplayName, session.UnitId, session.SessionId));
    }

    private static IResult Answer(HttpContext http, SignInOutcome outcome, AccessTokens tokens, string refusedReason)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (outcome is { Verdict: SignInVerdict.Accepted, Session: { } session, Ticket: { } ticket })
        {
            return TypedResults.Ok(
                new TokenAnswer("Bearer", tokens.Create(session), (int)tokens.Lifetime.TotalSeconds, SignInService.WireToken(ticket))
            );
        }
        if (outcome.Verdict == SignInVerdict.LockedOut)
        {
            var seconds = ((int)Math.Ceiling(outcome.RetryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            http.Response.Headers.RetryAfter = seconds;
            return Problems.Result(StatusCodes.Status401Unauthorized, "locked-out", arguments: [seconds]);
        }
        return Problems.Result(
            StatusCodes.Status401Unauthorized,
            outcome.Verdict == SignInVerdict.Disabled ? "account-disabled" : refusedReason
        );
    }

    private static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext http, CancellationToken cancellationToken)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
        {
            return (null, Problems.Result(StatusCodes.Status415UnsupportedMediaType, "json-required"));
        }
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }
        try
        {
            return (await http.Request.ReadFromJsonAsync<T>(cancellationToken), null);
        }
        catch (JsonException)
        {
            return (null, Problems.Result(StatusCodes.Status400BadRequest, "bad-json"));
        }
        catch (InvalidOperationException)
        {
            // The content type names a charset that does not exist.
            return (null, Problems.Result(StatusCodes.Status415UnsupportedMediaType, "json-required"));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problems.Result(StatusCodes.Status413PayloadTooLarge, "body-too-large", arguments: [LargestBodyKiB]));
        }
        catch (BadHttpRequestException e)
        {
            return (null, Problems.Result(e.StatusCode, "bad-request"));
        }
    }

    internal sealed record LoginBody(string? UserName, string? Password);

    internal sealed record RefreshBody(string? RefreshToken);

    internal sealed record TokenAnswer(string TokenType, string AccessToken, int ExpiresIn, string RefreshToken);

    internal sealed record MeAnswer(string Id, string UserName, string DisplayName, string? UnitId, string SessionId);
}
