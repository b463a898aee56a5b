using System.Collections.Frozen;
using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Silo.Authority;

/// <summary>
/// Grants everything to the server itself and to signed-in accounts; to a device that acts for itself what devices do, on itself alone; and nothing to
/// anybody else.
/// </summary>
internal sealed class SignedInAuthority : IAuthority
{
    private static readonly FrozenSet<string> DeviceRights = FrozenSet.Create(StringComparer.Ordinal, "stream.publish", "recorder.report");

    public ValueTask<AuthorityDecision> DecideAsync(
        CommandContext context,
        Right right,
        AccessScope scope,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Decide(context, right, scope));

    public ValueTask<ScopeSet> VisibleAsync(CommandContext context, Right right, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Decide(context, right, new AccessScope("site", null, null)).IsGranted ? ScopeSet.Everything : ScopeSet.None);

    private static AuthorityDecision Decide(CommandContext context, Right right, AccessScope scope)
    {
        var isServer = context.ActorId == CommandContext.SystemActor && context.SessionId is null;
        var isSignedIn = Ulid.IsValid(context.ActorId) && Ulid.IsValid(context.SessionId);
        if (isServer || isSignedIn)
        {
            return AuthorityDecision.Granted;
        }
        return IsDevice(context)
            ? DecideDevice(context, right, scope)
            : Deny(right, "not-signed-in", $"{right} on {scope.Kind} needs a signed-in account.");
    }

    // For a device nothing exists but itself.
    private static AuthorityDecision DecideDevice(CommandContext device, Right right, AccessScope scope)
    {
        if (device.ActorId != $"{scope.Kind}/{scope.Id}")
        {
            var refusal = Refusal.Of(RefusalCode.NotFound, $"{scope.Kind}-not-found", $"There is no {scope.Kind} {scope.Id}.");
            return new AuthorityDecision(refusal, null);
        }
        return DeviceRights.Contains(right.Name)
            ? AuthorityDecision.Granted
            : Deny(right, "device-may-not", $"{right} is not for devices.");
    }

    private static bool IsDevice(CommandContext context) =>
        context.SessionId is null
        && context.ActorId.Split('/') is [{ Length: > 0 } kind, var id]
        && kind.All(char.IsAsciiLetterLower)
        && Ulid.IsValid(id);

    private static AuthorityDecision Deny(Right right, string reason, string detail) =>
        new(new Refusal(RefusalCode.Forbidden, reason, detail, [right.Name], null), null);
}
