using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Silo.Authority;

/// <summary>Decides by the roles people hold, from the node's own book: no call, no query.</summary>
internal sealed class RoleAuthority(AccessBook book, ICaseScope cases, TimeProvider time) : IAuthority
{
    public async ValueTask<AuthorityDecision> DecideAsync(
        CommandContext context,
        Right right,
        AccessScope scope,
        CancellationToken cancellationToken
    ) => AccessRules.Decide(await book.CurrentAsync(cancellationToken), cases, context, right, scope, time.GetUtcNow());

    public async ValueTask<ScopeSet> VisibleAsync(CommandContext context, Right right, CancellationToken cancellationToken) =>
        AccessRules.Visible(await book.CurrentAsync(cancellationToken), context, right, time.GetUtcNow());
}
