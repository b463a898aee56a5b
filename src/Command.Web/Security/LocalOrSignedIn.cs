using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace Command.Web.Security;

/// <summary>Lets in whoever has signed in, and programs on this machine: a metrics collector needs no account.</summary>
internal sealed class LocalOrSignedIn : AuthorizationHandler<LocalOrSignedIn.Requirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        var local = context.Resource is HttpContext { Connection.RemoteIpAddress: { } address } && IPAddress.IsLoopback(address);
        if (local || context.User.Identity is { IsAuthenticated: true })
        {
            context.Succeed(requirement);
        }
        return Task.CompletedTask;
    }

    internal sealed record Requirement : IAuthorizationRequirement;
}
