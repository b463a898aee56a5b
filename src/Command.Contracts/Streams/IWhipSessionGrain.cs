using Command.Contracts.Common;

namespace Command.Contracts.Streams;

/// <summary>
/// One publisher of one stream (key: <see cref="SessionKey.GrainKey"/>, its session part begins with <see cref="SessionKey.PublisherMark"/>), placed
/// on the silo where the device's grain is (RFC 9725). SDP text only, never media.
/// </summary>
[Alias("command.IWhipSessionGrain")]
public interface IWhipSessionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Answers an offer. NotFound for an unknown stream, Forbidden, Invalid for a broken offer, NotAcceptable when nothing offered can be taken
    /// (H.264 or VP8, with or without Opus), Conflict while somebody else publishes it, Unavailable while the device is disabled, Busy at a
    /// bound. A new session of the same publisher takes over its own.
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
