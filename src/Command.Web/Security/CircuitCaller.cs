using Command.Contracts.Common;
using Microsoft.AspNetCore.Components.Authorization;

namespace Command.Web.Security;

/// <summary>Who acts in a circuit. In a component the principal comes from here, never from an HttpContext.</summary>
internal sealed class CircuitCaller(AuthenticationStateProvider authentication)
{
    /// <summary>A context for one act; null once the session has ended.</summary>
    public async Task<CommandContext?> ContextAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return SessionClaims.Of(state.User) is { } session ? CommandContextFactory.ForSession(session) : null;
    }
}
