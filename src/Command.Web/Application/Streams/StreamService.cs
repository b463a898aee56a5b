using System.Diagnostics;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Web.Application.Streams;

/// <summary>Viewings: one WHEP session each.</summary>
internal sealed class StreamService(IGrainFactory grains, TimeProvider time)
{
    private static readonly ActivitySource Activities = new("Command");

    /// <summary>Opens a viewing of a stream and answers the browser's offer.</summary>
    public async Task<CommandResult<SessionAnswer>> OpenAsync(
        CommandContext context,
        StreamPath stream,
        string offer,
        CancellationToken cancellationToken
    )
    {
        var key = new SessionKey(stream, Ulid.New(time));
        using var activity = Activities.StartActivity("join.route");
        activity?.SetTag("stream", stream.Value);
        activity?.SetTag("session", key.Session);
        return await grains.GetGrain<IWhepSessionGrain>(key.GrainKey).OpenAsync(context, offer, cancellationToken);
    }

    public Task<CommandResult<TrickleAnswer>> TrickleAsync(
        CommandContext context,
        SessionKey session,
        string fragment,
        string eTag,
        CancellationToken cancellationToken
    ) => grains.GetGrain<IWhepSessionGrain>(session.GrainKey).TrickleAsync(context, fragment, eTag, cancellationToken);

    public Task<CommandResult> CloseAsync(CommandContext context, SessionKey session, CancellationToken cancellationToken) =>
        grains.GetGrain<IWhepSessionGrain>(session.GrainKey).CloseAsync(context, "viewer-closed", cancellationToken);
}
