using System.Globalization;
using System.Security.Cryptography;
using Command.Media.Sdp;
using Command.Media.WebRtc;

namespace Command.Media.Hosting;

/// <summary>Lets publishers in: checks the name and the offer, answers, and makes the session. Thread-safe.</summary>
/// <param name="sessions">Where sessions live.</param>
/// <param name="services">What sessions share.</param>
/// <param name="options">Validated.</param>
/// <param name="observer">Hears of the sessions.</param>
internal sealed class PublisherDesk(
    SessionTable sessions,
    WhipSessionServices services,
    WebRtcOptions options,
    IWhipSessionObserver observer
)
{
    /// <summary>Why this offer would get no answer under any name; null when it would. Keeps nothing.</summary>
    public PublishOpenResult? Check(string offer)
    {
        if (SdpReader.TryRead(offer, out var description) is var verdict && verdict != SdpParseError.None)
        {
            return PublishOpenResult.Refuse(PublishRefusal.BadOffer, $"The offer is not SDP: {verdict}.");
        }

        if (PublishAnswer.Check(description) is { } refused)
        {
            return RefusalOf(refused);
        }

        if (!sessions.TryTakePlace())
        {
            return PublishOpenResult.Refuse(PublishRefusal.Busy, $"All {sessions.Limit} sessions are taken.");
        }

        sessions.GivePlaceBack();
        return null;
    }

    /// <summary>Answers a publisher's offer, or says why not.</summary>
    public PublishOpenResult Open(MediaEngine engine, PublishRequest request)
    {
        if (SdpReader.TryRead(request.Offer, out var offer) is var verdict && verdict != SdpParseError.None)
        {
            return PublishOpenResult.Refuse(PublishRefusal.BadOffer, $"The offer is not SDP: {verdict}.");
        }

        if (!OfferFacts.TryRead(offer, out var facts, out var fault))
        {
            return PublishOpenResult.Refuse(PublishRefusal.BadOffer, fault);
        }

        if (sessions.TryFind(request.SessionId, out _))
        {
            return PublishOpenResult.Refuse(PublishRefusal.Busy, "The session id is taken.");
        }

        if (!sessions.TryTakePlace())
        {
            return PublishOpenResult.Refuse(PublishRefusal.Busy, $"All {sessions.Limit} sessions are taken.");
        }

        var result = Hold(engine, request, facts, offer);
        if (!result.IsAccepted)
        {
            sessions.GivePlaceBack();
        }

        return result;
    }

    private PublishOpenResult Hold(MediaEngine engine, PublishRequest request, OfferFacts facts, SessionDescription offer)
    {
        if (!sessions.TryHoldName(request.StreamName, request.SessionId))
        {
            return PublishOpenResult.Refuse(PublishRefusal.StreamTaken, "Another publisher has this name.");
        }

        var result = services.Hub.TryFind(request.StreamName, out _)
            ? PublishOpenResult.Refuse(PublishRefusal.StreamTaken, "The stream is live.")
            : Answer(engine, request, facts, offer);
        if (!result.IsAccepted)
        {
            sessions.FreeName(request.StreamName, request.SessionId);
        }

        return result;
    }

    private PublishOpenResult Answer(MediaEngine engine, PublishRequest request, OfferFacts facts, SessionDescription offer)
    {
        var hasVideo = offer.Media.Any(media => media.IsVideo && media.Port != 0);
        var transport = new PeerTransport(engine.Peers, options.PeerOptions(facts, hasVideo));
        var answer = PublishAnswer.Answer(
            new PublishAnswerRequest(
                offer,
                RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(CultureInfo.InvariantCulture),
                new AnswerTransport(transport.Local, transport.Fingerprint, engine.Candidates),
                options.PublishStartKbps
            )
        );
        if (answer.Verdict != AnswerVerdict.Accepted)
        {
            return RefusalOf(answer);
        }

        var session = new WhipSession(request.SessionId, request.StreamName, answer.Tracks, engine.Loops.Choose(), observer, services);
        var entry = new PublisherEntry(session, transport, facts.RemoteUfrag);
        if (!sessions.TryAdd(entry))
        {
            session.Start(transport, transport.Close);
            session.End("session-id-taken");
            return PublishOpenResult.Refuse(PublishRefusal.Busy, "The session id is taken.");
        }

        entry.Start();
        return new PublishOpenResult(
            PublishRefusal.None,
            answer.Sdp,
            entry.ETag,
            string.Empty,
            [.. answer.Tracks.Select(track => track.Format)]
        );
    }

    private static PublishOpenResult RefusalOf(PublishAnswerResult refused) =>
        PublishOpenResult.Refuse(
            refused.Verdict == AnswerVerdict.NoCommonCodec ? PublishRefusal.NoCommonCodec : PublishRefusal.BadOffer,
            refused.Detail
        );
}
