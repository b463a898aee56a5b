using System.Collections.Frozen;
using System.Diagnostics;
using Command.Contracts.Common;
using Command.Contracts.Streams;

namespace Command.Web.Application.Streams;

/// <summary>Viewings (WHEP) and publishings (WHIP): one session each; and passes for them.</summary>
internal sealed class StreamService(IGrainFactory grains, TimeProvider time)
{
    /// <summary>What a publisher may say of its end: its phone was locked.</summary>
    private static readonly FrozenSet<string> Farewells = FrozenSet.Create("screen-locked");

    private static readonly ActivitySource Activities = new("Command");

    /// <summary>Opens a viewing of a stream and answers the browser's offer.</summary>
    public async Task<CommandResult<SessionAnswer>> WatchAsync(
        CommandContext context,
        StreamPath stream,
        string offer,
        CancellationToken cancellationToken
    )
    {
        var key = new SessionKey(stream, Ulid.New(time));
        using var activity = Begin("join.route", key);
        return await grains.GetGrain<IWhepSessionGrain>(key.GrainKey).OpenAsync(context, offer, cancellationToken);
    }

    /// <summary>Opens a publishing of a stream and answers the sender's offer.</summary>
    public async Task<CommandResult<SessionAnswer>> PublishAsync(
        CommandContext context,
        StreamPath stream,
        string offer,
        CancellationToken cancellationToken
    )
    {
        var key = new SessionKey(stream, SessionKey.PublisherMark + Ulid.New(time));
        using var activity = Begin("publish.route", key);
        return await grains.GetGrain<IWhipSessionGrain>(key.GrainKey).OpenAsync(context, offer, cancellationToken);
    }

    public Task<CommandResult<TrickleAnswer>> TrickleAsync(
        CommandContext context,
        SessionKey session,
        string fragment,
        string eTag,
        CancellationToken cancellationToken
    ) =>
        session.IsPublisher
            ? grains.GetGrain<IWhipSessionGrain>(session.GrainKey).TrickleAsync(context, fragment, eTag, cancellationToken)
            : grains.GetGrain<IWhepSessionGrain>(session.GrainKey).TrickleAsync(context, fragment, eTag, cancellationToken);

    /// <summary>Ends a session of the caller's.</summary>
    /// <param name="reason">Why a publisher ends, if it is one of the known farewells (screen-locked); anything else is the usual end.</param>
    public Task<CommandResult> CloseAsync(
        CommandContext context,
        SessionKey session,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        session.IsPublisher
            ? grains
                .GetGrain<IWhipSessionGrain>(session.GrainKey)
                .CloseAsync(context, reason is not null && Farewells.Contains(reason) ? reason : "publisher-closed", cancellationToken)
            : grains.GetGrain<IWhepSessionGrain>(session.GrainKey).CloseAsync(context, "viewer-closed", cancellationToken);

    /// <summary>A single-use pass for one stream, in the caller's name.</summary>
    public Task<CommandResult<StreamGrant>> GrantAsync(
        CommandContext context,
        StreamPath stream,
        StreamAction action,
        CancellationToken cancellationToken
    ) => grains.GetGrain<IStreamGrantGrain>(IStreamGrantGrain.SiteKey).IssueAsync(context, stream, action, cancellationToken);

    private static Activity? Begin(string name, SessionKey key) =>
        Activities.StartActivity(name)?.SetTag("stream", key.Stream.Value).SetTag("session", key.Session);
}
