using Command.Contracts.Common;

namespace Command.Silo.Authority;

/// <summary>Grants everything to the server itself and to signed-in accounts, and nothing to anybody else.</summary>
internal sealed class SignedInAuthority : IAuthority
{
    public ValueTask<AuthorityDecision> DecideAsync(
        CommandContext context,
        Right right,
        AccessScope scope,
        CancellationToken cancellationToken
    )
    {
        var isServer = context.ActorId == CommandContext.SystemActor && context.SessionId is null;
        var isSignedIn = Ulid.IsValid(context.ActorId) && Ulid.IsValid(context.SessionId);
        return ValueTask.FromResult(isServer || isSignedIn ? AuthorityDecision.Granted : Deny(right, scope));
    }

    private static AuthorityDecision Deny(Right right, AccessScope scope)
    {
        var detail = $"{right} on {scope.Kind} needs a signed-in account.";
        return new AuthorityDecision(new Refusal(RefusalCode.Forbidden, "not-signed-in", detail, [right.Name], null), null);
    }
}
