using Command.Contracts.Common;

namespace Command.Contracts.Streams;

/// <summary>
/// The single-use stream grants that are out (key: <see cref="SiteKey"/>). They live 60 s at most and in memory only: after a restart a client asks
/// again. At most 10,000 in all and 64 per holder.
/// </summary>
[Alias("command.IStreamGrantGrain")]
public interface IStreamGrantGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string SiteKey = "site";

    /// <summary>Makes a grant for the caller; the right itself is asked when the stream is opened. Busy at a bound.</summary>
    [Alias("Issue")]
    Task<CommandResult<StreamGrant>> IssueAsync(
        CommandContext context,
        StreamPath stream,
        StreamAction action,
        CancellationToken cancellationToken
    );

    /// <summary>Uses a grant up; null when it is unknown, used, expired, or for something else. Else the context of whoever it was made for.</summary>
    [Alias("Redeem")]
    Task<CommandContext?> RedeemAsync(string token, StreamPath stream, StreamAction action, CancellationToken cancellationToken);

    /// <summary>Takes all unused grants of a holder back: the key or the session they were made with is worthless now.</summary>
    /// <param name="actorId">Whose, see <see cref="CommandContext.ActorId"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("Revoke")]
    Task RevokeAsync(string actorId, CancellationToken cancellationToken);
}
