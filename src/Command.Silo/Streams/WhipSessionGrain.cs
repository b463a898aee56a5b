using System.Globalization;
using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Codecs;
using Command.Media.Hosting;
using Command.Silo.Authority;
using Command.Silo.MediaNode;

namespace Command.Silo.Streams;

/// <summary>
/// One publisher of one stream (RFC 9725): asks the device, looks at the offer, claims the stream, ends the publisher's own earlier session, and hands the offer to the local
/// media server.
/// </summary>
[StreamAffinityPlacement, GrainType(ISessionGrain.Publisher), CollectionAgeLimit(Minutes = 2)]
internal sealed class WhipSessionGrain(SessionServices services, Publishers publishers) : SessionGrain(services), IWhipSessionGrain
{
    private PublisherClaim? _claim;
    private IReadOnlyList<TrackFormat> _formats = [];

    protected override string Noun => "publish";

    protected override Right Right => StreamRights.Publish;

    protected override async Task<CommandResult<SessionStart>> StartAsync(
        CommandContext context,
        string offer,
        CancellationToken cancellationToken
    )
    {
        if (!Services.Kinds.IsPublished(Key.Stream.Kind))
        {
            return Refusal.Of(RefusalCode.Forbidden, "not-for-publishing", $"The streams of a {Key.Stream.Kind} are pulled, never pushed.");
        }
        var device = GrainFactory.GetGrain<IPublishedDevice>(GrainId.Create(Key.Stream.Kind, Key.Stream.DeviceId));
        if ((await device.AdmitPublisherAsync(context, Key.Stream.Part, cancellationToken)).Refusal is { } refused)
        {
            return refused;
        }
        // Before anything is ended: an offer that cannot be taken must not cost the publisher the session that runs.
        if (Services.Server.CheckPublisher(offer) is { } unfit)
        {
            return RefusalOf(unfit, offer);
        }
        if (!publishers.TryClaim(Key, context, out var claim, out var other))
        {
            return AlreadyPublished(other);
        }
        if (other is not null)
        {
            Services.Server.End(other.SessionId, SessionReasons.TakenOver);
        }
        using (JoinTrace.Begin("sdp"))
        {
            var opened = Services.Server.OpenPublisher(new PublishRequest(PublicId, Key.Stream.Value, offer));
            if (!opened.IsAccepted)
            {
                claim.Dispose();
                return RefusalOf(opened, offer);
            }
            if (publishers.Of(Key.Stream) != claim)
            {
                // The same publisher began yet another session at this very moment: that one counts.
                Services.Server.End(PublicId, SessionReasons.TakenOver);
                claim.Dispose();
                return AlreadyPublished(publishers.Of(Key.Stream));
            }
            (_claim, _formats) = (claim, opened.Formats);
            return new SessionStart(opened.Answer, opened.ETag, claim);
        }
    }

    protected override void OnBegun()
    {
        if (_claim is { } claim)
        {
            publishers.Begin(claim, _formats);
        }
    }

    // Not who: that stands where those may read it who may see the device.
    private static Refusal AlreadyPublished(PublisherClaim? other)
    {
        var since = other?.Since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new Refusal(
            RefusalCode.Conflict,
            "already-published",
            $"Somebody else has sent this stream since {since}.",
            since is null ? [] : [since],
            null
        );
    }

    private static Refusal RefusalOf(PublishOpenResult opened, string offer) =>
        opened.Refusal switch
        {
            PublishRefusal.BadOffer => Refusal.Of(RefusalCode.Invalid, "bad-offer", opened.Detail),
            PublishRefusal.NoCommonCodec => new Refusal(
                RefusalCode.NotAcceptable,
                "no-codec-to-publish",
                opened.Detail,
                [OfferedCodecs.Of(offer)],
                null
            ),
            PublishRefusal.StreamTaken => Refusal.Of(RefusalCode.Conflict, "already-published", opened.Detail),
            _ => Refusal.Of(RefusalCode.Busy, "too-many-sessions", opened.Detail),
        };
}
