using System.Collections.Immutable;
using System.Globalization;
using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>A publisher's offer to answer (RFC 9725 §4.2, RFC 9429 §5.3): a pure function. The browser sends, we receive.</summary>
/// <remarks>One picture and one sound at most, one codec each: H.264 before VP8: stills and players that are no browsers want it.</remarks>
internal static class PublishAnswer
{
    /// <summary>URI of the transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).</summary>
    public const string TransportSequenceUri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary>URI of the mid in packets (RFC 8843 §15).</summary>
    public const string MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid";

    private const string TransportFeedback = "transport-cc";

    private static readonly TrackFormat[] Video =
    [
        new(MediaKind.Video, CodecKind.H264, 90_000, 0, 0, "H264"),
        new(MediaKind.Video, CodecKind.Vp8, 90_000, 0, 0, "VP8"),
    ];

    private static readonly TrackFormat[] Audio = [new(MediaKind.Audio, CodecKind.Opus, 48_000, 2, 0, "opus")];

    /// <summary>Makes the answer for a publisher.</summary>
    public static PublishAnswerResult Answer(PublishAnswerRequest request)
    {
        var offer = request.Offer;
        if (Choose(offer, out var chosen) is { } refusal)
        {
            return refusal;
        }

        var tracks = ImmutableArray.CreateBuilder<NegotiatedInbound>(chosen.Count);
        var sections = offer.Media.Select(request.Transport.Reject).ToArray();
        foreach (var (index, (format, selection)) in chosen)
        {
            var offered = offer.Media[index];
            var mid = AnswerTransport.MidOf(offered, index);
            sections[index] = Receive(request, offered, mid, selection, carriesCandidates: tracks.Count == 0);
            tracks.Add(Negotiated(offered, mid, selection, format));
        }

        var answer = AnswerTransport.Describe(request.SessionId, tracks.Select(track => track.Mid), sections);
        return new PublishAnswerResult(AnswerVerdict.Accepted, string.Empty, SdpWriter.Write(answer), tracks.ToImmutable());
    }

    /// <summary>Why the offer gets no answer, whatever the transport; null when it gets one.</summary>
    public static PublishAnswerResult? Check(SessionDescription offer) => Choose(offer, out _);

    private static PublishAnswerResult? Choose(
        SessionDescription offer,
        out SortedDictionary<int, (TrackFormat Format, CodecSelection Selection)> chosen
    )
    {
        chosen = [];
        if (!OfferFacts.TryRead(offer, out _, out var fault))
        {
            return PublishAnswerResult.Refuse(AnswerVerdict.BadOffer, fault);
        }

        var bundled = OfferFacts.BundledMids(offer);
        for (var index = 0; index < offer.Media.Length; index++)
        {
            var offered = offer.Media[index];
            if (!CanSend(offer, offered, bundled, chosen))
            {
                continue;
            }

            if (Choose(offered, offered.IsVideo ? Video : Audio) is { } choice)
            {
                chosen[index] = choice;
            }
            else if (offered.IsVideo)
            {
                // Sound alone would look like a picture that is black: say what is missing instead.
                return NoCodec(offered);
            }
        }

        if (chosen.Count > 0)
        {
            return null;
        }

        return offer.Media.FirstOrDefault(media => media.IsAudio) is { } audio
            ? NoCodec(audio)
            : PublishAnswerResult.Refuse(AnswerVerdict.NoCommonCodec, "The offer sends neither picture nor sound.");
    }

    private static PublishAnswerResult NoCodec(MediaDescription offered)
    {
        var names = CodecSelector.Describe(offered);
        return PublishAnswerResult.Refuse(
            AnswerVerdict.NoCommonCodec,
            $"The server takes {(offered.IsVideo ? "H264 (packetization-mode 1) or VP8" : "OPUS")}, "
                + $"the publisher offers {(names.Length == 0 ? "nothing" : names)}."
        );
    }

    private static bool CanSend(
        SessionDescription offer,
        MediaDescription offered,
        ImmutableArray<string> bundled,
        SortedDictionary<int, (TrackFormat Format, CodecSelection Selection)> tracks
    ) =>
        (offered.IsVideo || offered.IsAudio)
        && tracks.Values.All(track => track.Format.Kind == MediaKind.Video != offered.IsVideo)
        && OfferFacts.IsUsable(offered, bundled, isFirst: tracks.Count == 0)
        && offer.DirectionOf(offered) is SdpDirection.SendOnly or SdpDirection.SendReceive;

    private static (TrackFormat Format, CodecSelection Selection)? Choose(MediaDescription offered, TrackFormat[] wanted)
    {
        foreach (var format in wanted)
        {
            if (CodecSelector.Select(offered, format) is { } selection)
            {
                return (format, selection);
            }
        }

        return null;
    }

    private static MediaDescription Receive(
        PublishAnswerRequest request,
        MediaDescription offered,
        string mid,
        CodecSelection selection,
        bool carriesCandidates
    )
    {
        var payloadType = selection.Map.PayloadType;
        var section = request.Transport.Accept(
            offered,
            mid,
            offered.IsVideo ? selection with { Parameters = WithStart(selection, request.StartKbps) } : selection,
            carriesCandidates
        );
        return section with
        {
            Direction = SdpDirection.ReceiveOnly,
            Extensions = [.. Extensions(offered)],
            RtcpFeedback = offered.HasFeedback(payloadType, TransportFeedback)
                ? section.RtcpFeedback.Add(new RtcpFeedback(payloadType, TransportFeedback))
                : section.RtcpFeedback,
        };
    }

    /// <summary>Chromium starts at 300 kbit/s and climbs slowly unless told otherwise; others pass the parameter by.</summary>
    private static FormatParameters WithStart(CodecSelection selection, int kbps)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"x-google-start-bitrate={kbps}");
        return new FormatParameters(
            selection.Map.PayloadType,
            selection.Parameters is { Text.Length: > 0 } parameters ? $"{parameters.Text};{start}" : start
        );
    }

    /// <summary>The offer's own ids (RFC 8285 §5); what is not understood is left out.</summary>
    private static IEnumerable<ExtensionMap> Extensions(MediaDescription offered) =>
        offered
            .Extensions.Where(extension => extension.Uri is TransportSequenceUri or MidUri && extension.Id is >= 1 and <= 255)
            .DistinctBy(extension => extension.Uri)
            .Select(extension => new ExtensionMap(extension.Id, extension.Uri));

    private static NegotiatedInbound Negotiated(MediaDescription offered, string mid, CodecSelection selection, TrackFormat format)
    {
        var pair = offered.SsrcGroups.FirstOrDefault(group => group.Semantics == SsrcGroup.FlowIdentification && group.Ssrcs.Length == 2);
        var ssrc = pair?.Ssrcs[0] ?? offered.Ssrcs.FirstOrDefault()?.Ssrc;
        return new NegotiatedInbound(
            format with
            {
                PayloadType = selection.Map.PayloadType,
                Name = selection.Map.Encoding,
                Fmtp = selection.Parameters?.Text,
            },
            mid
        )
        {
            RtxPayloadType = selection.RtxPayloadType,
            Ssrc = ssrc,
            RtxSsrc = selection.RtxPayloadType is null ? null : pair?.Ssrcs[1],
            HasNack = offered.HasFeedback(selection.Map.PayloadType, "nack"),
            HasReducedSize = offered.RtcpReducedSize,
            TransportSequenceId = offered.HasFeedback(selection.Map.PayloadType, TransportFeedback)
                ? IdOf(offered, TransportSequenceUri)
                : 0,
            MidId = IdOf(offered, MidUri),
        };
    }

    private static int IdOf(MediaDescription offered, string uri) => Extensions(offered).FirstOrDefault(map => map.Uri == uri)?.Id ?? 0;
}
