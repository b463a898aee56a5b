using Command.Contracts.Authority;
using Command.Contracts.Common;
using Command.Silo.Storage;

namespace Command.Silo.Authority;

/// <summary>Puts every order that <paramref name="rule"/> denies on the record before it is refused: an attempt is an act too.</summary>
internal sealed class RecordedAuthority(IAuthority rule, IAggregateStore store) : IAuthority
{
    private const int MaximumId = 64;

    public async ValueTask<AuthorityDecision> DecideAsync(
        CommandContext context,
        Right right,
        AccessScope scope,
        CancellationToken cancellationToken
    )
    {
        var decision = await rule.DecideAsync(context, right, scope, cancellationToken);
        if (decision.Refusal is { } refusal)
        {
            // The id may be whatever the caller asked for.
            var about = new AggregateKey(scope.Kind, RecordText.Of(scope.Id ?? "", MaximumId));
            var refused = new EventDraft($"{right}.refused", context) { Cause = refusal.Reason, Outcome = EventOutcome.Refused };
            await store.AppendAsync(about, [refused], cancellationToken);
        }
        return decision;
    }

    public ValueTask<ScopeSet> VisibleAsync(CommandContext context, Right right, CancellationToken cancellationToken) =>
        rule.VisibleAsync(context, right, cancellationToken);
}
