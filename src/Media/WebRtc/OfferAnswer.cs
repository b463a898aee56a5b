using System.Collections.Immutable;
using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>Offer and stream formats to answer (JSEP, RFC 9429 §5.3): a pure function. We send, the browser receives.</summary>
internal static class OfferAnswer
{
    /// <summary>Makes the answer for a viewer.</summary>
    public static AnswerResult Answer(AnswerRequest request)
    {
        var offer = request.Offer;
        if (!OfferFacts.TryRead(offer, out _, out var fault))
        {
            return AnswerResult.Refuse(AnswerVerdict.BadOffer, fault);
        }

        var plan = new Plan(request);
        if (plan.Refusal is { } refusal)
        {
            return refusal;
        }

        if (plan.Tracks.Count == 0)
        {
            return AnswerResult.Refuse(AnswerVerdict.NoCommonCodec, "No offered section can receive any track of the stream.");
        }

        var transport = request.Transport;
        var carrier = plan.Tracks.Values.First().Mid;
        var sections = offer.Media.Select(
            (media, index) =>
                plan.Tracks.TryGetValue(index, out var track)
                    ? Send(request, transport.Accept(media, track.Mid, plan.Selections[index], track.Mid == carrier), track)
                    : transport.Reject(media)
        );
        var answer = AnswerTransport.Describe(request.SessionId, plan.Tracks.Values.Select(track => track.Mid), sections) with
        {
            Attributes = [new SdpProperty("msid-semantic", $" WMS {request.StreamId}")],
        };
        return new AnswerResult(AnswerVerdict.Accepted, string.Empty, SdpWriter.Write(answer), [.. plan.Tracks.Values]);
    }

    private static MediaDescription Send(AnswerRequest request, MediaDescription section, NegotiatedTrack track) =>
        section with
        {
            Direction = SdpDirection.SendOnly,
            MediaStreamIds = [new MediaStreamId(request.StreamId, $"{request.StreamId}-{track.Mid}")],
            Ssrcs = [.. Ssrcs(track).Select(ssrc => new SsrcProperty(ssrc, "cname", track.Cname))],
            SsrcGroups = track.RtxPayloadType is null ? [] : [new SsrcGroup(SsrcGroup.FlowIdentification, [track.Ssrc, track.RtxSsrc])],
        };

    private static IEnumerable<uint> Ssrcs(NegotiatedTrack track) =>
        track.RtxPayloadType is null ? [track.Ssrc] : [track.Ssrc, track.RtxSsrc];

    /// <summary>Which section gets which track.</summary>
    private sealed class Plan
    {
        private readonly AnswerRequest _request;
        private readonly ImmutableArray<string> _bundled;
        private readonly HashSet<int> _used = [];

        public Plan(AnswerRequest request)
        {
            _request = request;
            _bundled = OfferFacts.BundledMids(request.Offer);
            for (var index = 0; index < request.Offer.Media.Length && Refusal is null; index++)
            {
                Place(index, request.Offer.Media[index]);
            }
        }

        public SortedDictionary<int, NegotiatedTrack> Tracks { get; } = [];

        public Dictionary<int, CodecSelection> Selections { get; } = [];

        public AnswerResult? Refusal { get; private set; }

        private void Place(int index, MediaDescription offered)
        {
            if (!CanReceive(offered) || NextTrack(offered) is not { } trackIndex)
            {
                return;
            }

            var format = _request.Formats[trackIndex];
            _used.Add(trackIndex);
            var playability = Playability.OfTrack(format);
            var selection = playability == PlayabilityVerdict.Playable ? CodecSelector.Select(offered, format) : null;
            if (selection is not null)
            {
                var rtx = selection.RtxPayloadType;
                Selections[index] = selection;
                Tracks[index] = new NegotiatedTrack(
                    trackIndex,
                    AnswerTransport.MidOf(offered, index),
                    selection.Map.PayloadType,
                    rtx,
                    _request.NextSsrc(),
                    rtx is null ? 0 : _request.NextSsrc(),
                    _request.StreamId
                );
            }
            else if (format.Kind == MediaKind.Video)
            {
                // Without its picture a tile would be silently black: refuse and say why. Sound alone may be missing.
                Refusal =
                    playability == PlayabilityVerdict.Playable
                        ? AnswerResult.Refuse(
                            AnswerVerdict.NoCommonCodec,
                            $"The stream is {format.Codec}, the browser offers {CodecSelector.Describe(offered)}."
                        )
                        : AnswerResult.Refuse(AnswerVerdict.NotPlayable, playability.ToString());
            }
        }

        private bool CanReceive(MediaDescription offered) =>
            OfferFacts.IsUsable(offered, _bundled, isFirst: Tracks.Count == 0)
            && _request.Offer.DirectionOf(offered) is SdpDirection.ReceiveOnly or SdpDirection.SendReceive;

        private int? NextTrack(MediaDescription offered)
        {
            for (var index = 0; index < _request.Formats.Count; index++)
            {
                var kind = _request.Formats[index].Kind;
                if (!_used.Contains(index) && (kind == MediaKind.Video ? offered.IsVideo : offered.IsAudio))
                {
                    return index;
                }
            }

            return null;
        }
    }
}
