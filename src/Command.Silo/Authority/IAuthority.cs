using Command.Contracts.Authority;
using Command.Contracts.Common;

namespace Command.Silo.Authority;

/// <summary>
/// Answers whether an actor may do something to something now, for the purpose given in the context: right × scope × time × purpose. Asked by
/// the grain that carries the order out, never only by the caller. Calls may overlap.
/// </summary>
internal interface IAuthority
{
    ValueTask<AuthorityDecision> DecideAsync(CommandContext context, Right right, AccessScope scope, CancellationToken cancellationToken);

    /// <summary>Where the actor holds a right now: what lists and searches may carry. Nothing is put on the record.</summary>
    ValueTask<ScopeSet> VisibleAsync(CommandContext context, Right right, CancellationToken cancellationToken);
}
