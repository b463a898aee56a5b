using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Command.Web.Security;

/// <summary>Asks again and again whether the session behind a circuit is alive; the circuit learns of a sign-out within seconds.</summary>
internal sealed class SessionAuthenticationState(ILoggerFactory loggerFactory, SessionValidator sessions)
    : RevalidatingServerAuthenticationStateProvider(loggerFactory)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        if (SessionClaims.Of(authenticationState.User) is not { } session)
        {
            return false;
        }
        try
        {
            return await sessions.IsAliveAsync(session.AccountId, session.SessionId, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A cluster that cannot be asked has not ended the session; every order is checked again in the silo.
            return true;
        }
    }
}
