using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Authenticates <c>Authorization: Bearer</c> by <see cref="AccessTokens"/> and the session it names.</summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessTokens tokens,
    SessionValidator sessions
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Prefix = "Bearer ";
    private string _reason = "sign-in-required";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }
        var verdict = tokens.TryRead(header[Prefix.Length..].Trim(), out var session);
        if (verdict != AccessTokenVerdict.Valid || session is null)
        {
            _reason = verdict == AccessTokenVerdict.Expired ? "token-expired" : "token-invalid";
            return AuthenticateResult.Fail(_reason);
        }
        if (!await sessions.IsAliveAsync(session.AccountId, session.SessionId, Context.RequestAborted))
        {
            _reason = "session-ended";
            return AuthenticateResult.Fail(_reason);
        }
        return AuthenticateResult.Success(new AuthenticationTicket(SessionClaims.ToPrincipal(session, Scheme.Name), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // The base class does not ask for a result that nobody asked for before.
        await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = _reason == "sign-in-required" ? "Bearer" : "Bearer error=\"invalid_token\"";
        await Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, _reason);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden");
}
