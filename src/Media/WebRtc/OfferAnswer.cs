using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using Command.Media.Codecs;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>Offer and stream formats to answer (JSEP, RFC 9429 §5.3): a pure function. We send, the browser receives.</summary>
internal static class OfferAnswer
{
    private const string Protocol = "UDP/TLS/RTP/SAVPF";
    private const string AnyAddress = "0.0.0.0";
    private const int DiscardPort = 9;
    private static readonly string[] AnsweredFeedback = ["nack", "nack pli", "ccm fir"];

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

        var carrier = plan.Tracks.Values.First().Mid;
        var sections = offer.Media.Select(
            (media, index) =>
                plan.Tracks.TryGetValue(index, out var track)
                    ? Accepted(request, media, track, plan.Selections[index], track.Mid == carrier)
                    : Rejected(request, media)
        );
        var answer = new SessionDescription
        {
            Origin = new SdpOrigin("-", request.SessionId, "1", "IP4", "127.0.0.1"),
            Name = "-",
            Groups = [new SdpGroup(SdpGroup.Bundle, [.. plan.Tracks.Values.Select(track => track.Mid)])],
            IceLite = true,
            Attributes = [new SdpProperty("msid-semantic", $" WMS {request.StreamId}")],
            Media = [.. sections],
        };
        return new AnswerResult(AnswerVerdict.Accepted, string.Empty, SdpWriter.Write(answer), [.. plan.Tracks.Values]);
    }

    private static MediaDescription Accepted(
        AnswerRequest request,
        MediaDescription offered,
        NegotiatedTrack track,
        CodecSelection selection,
        bool carriesCandidates
    )
    {
        var payloadType = track.PayloadType;
        var rtx = track.RtxPayloadType;
        ImmutableArray<byte> payloadTypes = rtx is { } number ? [payloadType, number] : [payloadType];
        var best = request.Candidates.Count > 0 ? request.Candidates[0] : null;
        var family = best?.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
        return WithTransport(request, new MediaDescription(offered.Kind, best?.Port ?? DiscardPort, Protocol)) with
        {
            Formats = [.. payloadTypes.Select(Text)],
            Connection = new SdpConnection(family, best?.Address.ToString() ?? AnyAddress),
            Mid = track.Mid,
            Direction = SdpDirection.SendOnly,
            RtpMaps = rtx is { } rtxType ? [selection.Map, new RtpMap(rtxType, "rtx", selection.Map.ClockRate)] : [selection.Map],
            FormatParameters =
            [
                .. selection.Parameters is { } parameters ? [parameters] : ImmutableArray<FormatParameters>.Empty,
                .. rtx is { } ofRtx ? [new FormatParameters(ofRtx, $"apt={Text(payloadType)}")] : ImmutableArray<FormatParameters>.Empty,
            ],
            RtcpFeedback =
            [
                .. AnsweredFeedback
                    .Where(value => offered.HasFeedback(payloadType, value))
                    .Select(value => new RtcpFeedback(payloadType, value)),
            ],
            RtcpMux = true,
            RtcpReducedSize = offered.RtcpReducedSize,
            MediaStreamIds = [new MediaStreamId(request.StreamId, $"{request.StreamId}-{track.Mid}")],
            Ssrcs = [.. Ssrcs(track).Select(ssrc => new SsrcProperty(ssrc, "cname", track.Cname))],
            SsrcGroups = rtx is null ? [] : [new SsrcGroup(SsrcGroup.FlowIdentification, [track.Ssrc, track.RtxSsrc])],
            Candidates = carriesCandidates
                ?
                [
                    .. request.Candidates.Select(candidate => new SdpCandidate(
                        candidate.Foundation,
                        1,
                        "udp",
                        candidate.Priority,
                        candidate.Address.ToString(),
                        candidate.Port,
                        "host"
                    )),
                ]
                : [],
            EndOfCandidates = carriesCandidates,
        };
    }

    /// <summary>Port 0 and outside the bundle, but with credentials: some stacks validate every section before they look at the port.</summary>
    private static MediaDescription Rejected(AnswerRequest request, MediaDescription offered) =>
        WithTransport(request, new MediaDescription(offered.Kind, 0, offered.Protocol)) with
        {
            Formats = offered.Formats,
            Connection = new SdpConnection("IP4", AnyAddress),
            Mid = offered.Mid,
            Direction = SdpDirection.Inactive,
            RtpMaps = [.. offered.RtpMaps.Take(1)],
            RtcpMux = offered.RtcpMux,
        };

    private static MediaDescription WithTransport(AnswerRequest request, MediaDescription media) =>
        media with
        {
            IceUfrag = request.Local.Ufrag,
            IcePwd = request.Local.Password,
            Fingerprints = [new SdpFingerprint(request.Fingerprint.HashFunction, request.Fingerprint.Value)],
            Setup = SdpSetup.Passive,
        };

    private static IEnumerable<uint> Ssrcs(NegotiatedTrack track) =>
        track.RtxPayloadType is null ? [track.Ssrc] : [track.Ssrc, track.RtxSsrc];

    private static string Text(byte payloadType) => payloadType.ToString(CultureInfo.InvariantCulture);

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
                    offered.Mid ?? index.ToString(CultureInfo.InvariantCulture),
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
            (offered.Port != 0 || offered.FindAttribute("bundle-only") is not null)
            && offered.RtcpMux
            && offered.Protocol.Contains("TLS/RTP/SAVP", StringComparison.OrdinalIgnoreCase)
            && (_bundled.IsEmpty ? Tracks.Count == 0 : offered.Mid is { } mid && _bundled.Contains(mid))
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
