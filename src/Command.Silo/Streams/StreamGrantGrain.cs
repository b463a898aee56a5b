using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Silo.Authority;
using Command.Silo.MediaNode;

namespace Command.Silo.Streams;

/// <summary>The site's <see cref="GrantBook"/>: one place, so that a grant made through one web node is used up on all.</summary>
[GrainType("stream-grants")]
internal sealed class StreamGrantGrain(SessionServices services, TimeProvider time) : Grain, IStreamGrantGrain
{
    private readonly GrantBook _book = new(time);

    public async Task<CommandResult<StreamGrant>> IssueAsync(
        CommandContext context,
        StreamPath stream,
        StreamAction action,
        CancellationToken cancellationToken
    )
    {
        // Asked again when the grant is used; asked here so that nobody carries one that was never good.
        if (services.Kinds.IsDevice(stream.Kind))
        {
            var located = await DeviceGrains.Find(GrainFactory, stream).OfferStreamAsync(stream.Part, cancellationToken);
            var right = action == StreamAction.Publish ? StreamRights.Publish : StreamRights.Watch;
            var unitId = located.Value?.UnitId ?? await services.UnitOfAsync(stream.DeviceId, cancellationToken);
            var scope = new AccessScope(stream.Kind, stream.DeviceId, unitId);
            if ((await services.Authority.DecideAsync(context, right, scope, cancellationToken)).Refusal is { } refusal)
            {
                return refusal.Code == RefusalCode.NotFound
                    ? Refusal.Of(RefusalCode.NotFound, "stream-not-found", "There is no such stream.")
                    : refusal;
            }
        }
        return _book.Issue(context, stream, action);
    }

    public Task<CommandContext?> RedeemAsync(string token, StreamPath stream, StreamAction action, CancellationToken cancellationToken) =>
        Task.FromResult(_book.Redeem(token, stream, action));

    public Task RevokeAsync(string actorId, CancellationToken cancellationToken)
    {
        _book.Revoke(actorId);
        return Task.CompletedTask;
    }
}
