using Command.Contracts.Common;
using Command.Contracts.Streams;
using Command.Media.Hosting;
using Command.Silo.Authority;
using Command.Silo.MediaNode;

namespace Command.Silo.Streams;

/// <summary>One viewer of one stream: makes sure that the source runs, and hands the offer to the local media server.</summary>
[StreamAffinityPlacement, GrainType(ISessionGrain.Viewer), CollectionAgeLimit(Minutes = 2)]
internal sealed class WhepSessionGrain(SessionServices services, DeviceRunner runner, SourceWait sources)
    : SessionGrain(services),
        IWhepSessionGrain
{
    protected override string Noun => "live";

    protected override Right Right => StreamRights.Watch;

    protected override async Task<CommandResult<SessionStart>> StartAsync(
        CommandContext context,
        string offer,
        CancellationToken cancellationToken
    )
    {
        if (!runner.TryDemand(Key.Stream, PublicId, out var demand))
        {
            return SourceMoved();
        }
        var result = await ConnectAsync(offer, demand, cancellationToken);
        if (result.Refusal is not null)
        {
            demand.Dispose();
        }
        return result;
    }

    private async Task<CommandResult<SessionStart>> ConnectAsync(string offer, StreamDemand demand, CancellationToken cancellationToken)
    {
        using (JoinTrace.Begin("source"))
        {
            if (await sources.ForAsync(demand.Source, Services.Options.SourceWait, cancellationToken) is { } absent)
            {
                return absent;
            }
        }
        using (JoinTrace.Begin("sdp"))
        {
            var opened = Services.Server.OpenViewer(new WhepRequest(PublicId, Key.Stream.Value, offer));
            return opened.IsAccepted ? new SessionStart(opened.Answer, opened.ETag, demand) : RefusalOf(opened);
        }
    }

    private static Refusal RefusalOf(WhepOpenResult opened) =>
        opened.Refusal switch
        {
            WhepRefusal.BadOffer => Refusal.Of(RefusalCode.Invalid, "bad-offer", opened.Detail),
            WhepRefusal.NoCommonCodec => Refusal.Of(RefusalCode.NotAcceptable, "no-common-codec", opened.Detail),
            WhepRefusal.NotPlayable => SourceWait.NotPlayable(
                Enum.TryParse<Media.Codecs.PlayabilityVerdict>(opened.Detail, out var verdict)
                    ? DeviceReports.Kebab(verdict) ?? "other-codec"
                    : "other-codec"
            ),
            WhepRefusal.UnknownStream => Refusal.Of(RefusalCode.Unavailable, SessionReasons.SourceClosed, "The source ended just now."),
            _ => Refusal.Of(RefusalCode.Busy, "too-many-viewers", opened.Detail),
        };
}
