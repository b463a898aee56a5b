using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Command.Contracts.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>What handlers of <c>Authorization: Bearer</c> have in common: reading it, and refusing in words.</summary>
internal abstract class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string NoToken = "sign-in-required";

    private string _reason = NoToken;
    private TimeSpan? _wait;

    protected sealed override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        BearerToken.Of(Request) is { } token ? AuthenticateAsync(token) : Task.FromResult(AuthenticateResult.NoResult());

    protected abstract Task<AuthenticateResult> AuthenticateAsync(string token);

    /// <summary>Not let in; the reason is told when the endpoint asks for somebody.</summary>
    protected AuthenticateResult Refuse(string reason)
    {
        _reason = reason;
        return AuthenticateResult.Fail(reason);
    }

    /// <summary>Not even asked: too many wrong tokens came from this address.</summary>
    protected AuthenticateResult RefuseFor(TimeSpan wait)
    {
        _wait = wait;
        return Refuse("too-many-requests");
    }

    protected AuthenticateResult Accept(ClaimsPrincipal principal) =>
        AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));

    /// <summary>Lets in somebody without a sign-in session.</summary>
    protected AuthenticateResult Accept(CommandContext acting)
    {
        Context.Features.Set(new ActingContext(acting));
        var identity = new ClaimsIdentity([new Claim(SessionClaims.AccountId, acting.ActorId)], Scheme.Name);
        return Accept(new ClaimsPrincipal(identity));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // The base class does not ask for a result that nobody asked for before.
        await HandleAuthenticateOnceSafeAsync();
        if (_wait is { } wait)
        {
            Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(Context, StatusCodes.Status429TooManyRequests, _reason);
            return;
        }
        Response.Headers.WWWAuthenticate = _reason == NoToken ? "Bearer" : "Bearer error=\"invalid_token\"";
        await Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, _reason);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden");
}
