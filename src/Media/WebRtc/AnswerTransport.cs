using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;

namespace Command.Media.WebRtc;

/// <summary>Our side of the transport as every answer states it, whoever sends in it.</summary>
/// <param name="Local">Our side of ICE.</param>
/// <param name="Fingerprint">Our certificate.</param>
/// <param name="Candidates">Where we can be reached, best first.</param>
internal sealed record AnswerTransport(IceCredentials Local, DtlsFingerprint Fingerprint, IReadOnlyList<IceCandidate> Candidates)
{
    private const string Protocol = "UDP/TLS/RTP/SAVPF";
    private const string AnyAddress = "0.0.0.0";
    private const int DiscardPort = 9;
    private static readonly string[] AnsweredFeedback = ["nack", "nack pli", "ccm fir"];

    /// <summary>The mid of an offered section, or its index where the offer gives none.</summary>
    public static string MidOf(MediaDescription offered, int index) => offered.Mid ?? index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The whole answer around its sections.</summary>
    /// <param name="sessionId">Decimal digits for the o= line.</param>
    /// <param name="mids">The accepted sections.</param>
    /// <param name="media">All sections, in the offer's order.</param>
    public static SessionDescription Describe(string sessionId, IEnumerable<string> mids, IEnumerable<MediaDescription> media) =>
        new()
        {
            Origin = new SdpOrigin("-", sessionId, "1", "IP4", "127.0.0.1"),
            Name = "-",
            Groups = [new SdpGroup(SdpGroup.Bundle, [.. mids])],
            IceLite = true,
            Media = [.. media],
        };

    /// <summary>A section that is accepted, without its direction.</summary>
    /// <param name="offered">The offer's section.</param>
    /// <param name="mid">Its mid.</param>
    /// <param name="selection">The one codec.</param>
    /// <param name="carriesCandidates">Whether the bundle's candidates stand here.</param>
    public MediaDescription Accept(MediaDescription offered, string mid, CodecSelection selection, bool carriesCandidates)
    {
        var payloadType = selection.Map.PayloadType;
        var rtx = selection.RtxPayloadType;
        ImmutableArray<byte> payloadTypes = rtx is { } number ? [payloadType, number] : [payloadType];
        var best = Candidates.Count > 0 ? Candidates[0] : null;
        var family = best?.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
        return Begin(new MediaDescription(offered.Kind, best?.Port ?? DiscardPort, Protocol)) with
        {
            Formats = [.. payloadTypes.Select(Text)],
            Connection = new SdpConnection(family, best?.Address.ToString() ?? AnyAddress),
            Mid = mid,
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
            Candidates = carriesCandidates ? [.. Candidates.Select(Describe)] : [],
            EndOfCandidates = carriesCandidates,
        };
    }

    /// <summary>Port 0 and outside the bundle, but with credentials: some stacks validate every section before they look at the port.</summary>
    public MediaDescription Reject(MediaDescription offered) =>
        Begin(new MediaDescription(offered.Kind, 0, offered.Protocol)) with
        {
            Formats = offered.Formats,
            Connection = new SdpConnection("IP4", AnyAddress),
            Mid = offered.Mid,
            Direction = SdpDirection.Inactive,
            RtpMaps = [.. offered.RtpMaps.Take(1)],
            RtcpMux = offered.RtcpMux,
        };

    private MediaDescription Begin(MediaDescription media) =>
        media with
        {
            IceUfrag = Local.Ufrag,
            IcePwd = Local.Password,
            Fingerprints = [new SdpFingerprint(Fingerprint.HashFunction, Fingerprint.Value)],
            Setup = SdpSetup.Passive,
        };

    private static SdpCandidate Describe(IceCandidate candidate) =>
        new(candidate.Foundation, 1, "udp", candidate.Priority, candidate.Address.ToString(), candidate.Port, "host");

    private static string Text(byte payloadType) => payloadType.ToString(CultureInfo.InvariantCulture);
}
