using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Silo.Streams;

/// <summary>The site's <see cref="GrantBook"/>: one place, so that a grant made through one web node is used up on all.</summary>
[GrainType("stream-grants")]
internal sealed class StreamGrantGrain(TimeProvider time) : Grain, IStreamGrantGrain
{
    private readonly GrantBook _book = new(time);

    public Task<CommandResult<StreamGrant>> IssueAsync(
        CommandContext context,
        StreamPath stream,
        StreamAction action,
        CancellationToken cancellationToken
    ) => Task.FromResult(_book.Issue(context, stream, action));

    public Task<CommandContext?> RedeemAsync(string token, StreamPath stream, StreamAction action, CancellationToken cancellationToken) =>
        Task.FromResult(_book.Redeem(token, stream, action));

    public Task RevokeAsync(string actorId, CancellationToken cancellationToken)
    {
        _book.Revoke(actorId);
        return Task.CompletedTask;
    }
}
