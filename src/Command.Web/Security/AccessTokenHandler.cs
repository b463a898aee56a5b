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
) : BearerHandler(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> AuthenticateAsync(string token)
    {
        var verdict = tokens.TryRead(token, out var session);
        if (verdict != AccessTokenVerdict.Valid || session is null)
        {
            return Refuse(verdict == AccessTokenVerdict.Expired ? "token-expired" : "token-invalid");
        }
        return await sessions.IsAliveAsync(session.AccountId, session.SessionId, Context.RequestAborted)
            ? Accept(SessionClaims.ToPrincipal(session, Scheme.Name))
            : Refuse("session-ended");
    }
}
