using System.Security.Claims;

namespace Command.Web.Security;

/// <summary>What a principal of ours carries, and how to read it.</summary>
internal static class SessionClaims
{
    public const string AccountId = "sub";
    public const string UserName = "name";
    public const string DisplayName = "display";
    public const string UnitId = "unit";
    public const string SessionId = "sid";

    /// <summary>Address the session was opened from: circuits have no request to ask.</summary>
    public const string ClientAddress = "addr";

    /// <summary>A principal for a session that the caller has found alive.</summary>
    public static ClaimsPrincipal ToPrincipal(SessionIdentity session, string scheme)
    {
        List<Claim> claims =
        [
            new(AccountId, session.AccountId),
            new(SessionId, session.SessionId),
            new(UserName, session.UserName),
            new(DisplayName, session.DisplayName),
        ];
        if (session.UnitId is not null)
        {
            claims.Add(new(UnitId, session.UnitId));
        }
        if (session.ClientAddress is not null)
        {
            claims.Add(new(ClientAddress, session.ClientAddress));
        }
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, UserName, roleType: null));
    }

    /// <summary>Reads a principal; null for anybody who has not signed in.</summary>
    public static SessionIdentity? Of(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true }
        && principal.FindFirstValue(AccountId) is { } accountId
        && principal.FindFirstValue(SessionId) is { } sessionId
            ? new SessionIdentity(
                accountId,
                sessionId,
                principal.FindFirstValue(UserName) ?? accountId,
                principal.FindFirstValue(DisplayName) ?? accountId,
                principal.FindFirstValue(UnitId),
                principal.FindFirstValue(ClientAddress)
            )
            : null;
}
