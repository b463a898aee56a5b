using Command.Contracts.Common;

namespace Command.Contracts.Streams;

/// <summary>
/// One viewer of one stream (key: <see cref="SessionKey.GrainKey"/>), placed on the silo that has the stream. SDP text only, never media.
/// </summary>
[Alias("command.IWhepSessionGrain")]
public interface IWhepSessionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Answers an offer. NotFound for an unknown stream, Forbidden, Invalid for a broken offer, NotAcceptable when nothing offered can play
    /// the stream (reason <c>not-playable-…</c>), Unavailable with the device's cause while the source gives nothing, Busy at a bound.
    /// </summary>
    [Alias("Open")]
    Task<CommandResult<SessionAnswer>> OpenAsync(CommandContext context, string offer, CancellationToken cancellationToken);

    /// <summary>Takes a trickle fragment (RFC 8840) and answers with ours. VersionConflict for another ETag.</summary>
    [Alias("Trickle")]
    Task<CommandResult<TrickleAnswer>> TrickleAsync(
        CommandContext context,
        string fragment,
        string? eTag,
        CancellationToken cancellationToken
    );

    /// <summary>Ends the session; NotFound when there is none. Idempotent for the owner.</summary>
    [Alias("Close")]
    Task<CommandResult> CloseAsync(CommandContext context, string reason, CancellationToken cancellationToken);
}
