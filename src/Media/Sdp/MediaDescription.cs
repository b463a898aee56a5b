using System.Collections.Immutable;

namespace Command.Media.Sdp;

/// <summary>
/// One m= section with its lines as typed values (RFC 8866 §5.14, JSEP RFC 9429).
/// What has no property of its own stays in <see cref="Attributes"/> and is written again.
/// </summary>
/// <param name="Kind">audio, video, application …, as written.</param>
/// <param name="Port">0 to 65535; 0 means rejected in WebRTC and "ask by SETUP" in RTSP.</param>
/// <param name="Protocol">For example RTP/AVP or UDP/TLS/RTP/SAVPF.</param>
public sealed record MediaDescription(string Kind, int Port, string Protocol)
{
    /// <summary>Words after the protocol: payload types for RTP, other names otherwise.</summary>
    public ImmutableArray<string> Formats { get; init; } = [];

    /// <summary>The c= line of the section; null when absent or empty.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>The b= lines.</summary>
    public ImmutableArray<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary>Name of the section inside groups (RFC 5888 §4).</summary>
    public string? Mid { get; init; }

    /// <summary>Null when not written; see <see cref="SessionDescription.DirectionOf"/>.</summary>
    public SdpDirection? Direction { get; init; }

    /// <summary>The a=rtpmap lines; see <see cref="FindRtpMap"/>.</summary>
    public ImmutableArray<RtpMap> RtpMaps { get; init; } = [];

    /// <summary>The a=fmtp lines; see <see cref="FindFormatParameters"/>.</summary>
    public ImmutableArray<FormatParameters> FormatParameters { get; init; } = [];

    /// <summary>The a=rtcp-fb lines.</summary>
    public ImmutableArray<RtcpFeedback> RtcpFeedback { get; init; } = [];

    /// <summary>The a=extmap lines.</summary>
    public ImmutableArray<ExtensionMap> Extensions { get; init; } = [];

    /// <summary>True with a=rtcp-mux (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>True with a=rtcp-rsize (RFC 5506).</summary>
    public bool RtcpReducedSize { get; init; }

    /// <summary>ICE user name fragment of the section.</summary>
    public string? IceUfrag { get; init; }

    /// <summary>ICE password of the section.</summary>
    public string? IcePwd { get; init; }

    /// <summary>Words of a=ice-options.</summary>
    public ImmutableArray<string> IceOptions { get; init; } = [];

    /// <summary>The a=candidate lines.</summary>
    public ImmutableArray<SdpCandidate> Candidates { get; init; } = [];

    /// <summary>True with a=end-of-candidates (RFC 8840 §8.2).</summary>
    public bool EndOfCandidates { get; init; }

    /// <summary>Certificate fingerprints of the section.</summary>
    public ImmutableArray<SdpFingerprint> Fingerprints { get; init; } = [];

    /// <summary>DTLS role of the section.</summary>
    public SdpSetup? Setup { get; init; }

    /// <summary>The a=msid lines.</summary>
    public ImmutableArray<MediaStreamId> MediaStreamIds { get; init; } = [];

    /// <summary>The a=ssrc lines.</summary>
    public ImmutableArray<SsrcProperty> Ssrcs { get; init; } = [];

    /// <summary>The a=ssrc-group lines.</summary>
    public ImmutableArray<SsrcGroup> SsrcGroups { get; init; } = [];

    /// <summary>The a=rid lines.</summary>
    public ImmutableArray<RidDescription> Rids { get; init; } = [];

    /// <summary>The a=simulcast line; null when absent.</summary>
    public SimulcastDescription? Simulcast { get; init; }

    /// <summary>The a=control line (RFC 2326 C.1.1): where SETUP of this section goes.</summary>
    public string? Control { get; init; }

    /// <summary>The a=framerate line in frames per second, only a hint; null when absent.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Every other a= line, in order.</summary>
    public ImmutableArray<SdpProperty> Attributes { get; init; } = [];

    /// <summary>True when the kind is video.</summary>
    public bool IsVideo => Kind.Equals("video", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the kind is audio.</summary>
    public bool IsAudio => Kind.Equals("audio", StringComparison.OrdinalIgnoreCase);

    /// <summary>The numbers among <see cref="Formats"/> that can be payload types, in order of preference.</summary>
    public IEnumerable<byte> PayloadTypes
    {
        get
        {
            foreach (var format in Formats)
            {
                if (byte.TryParse(format, out var payloadType) && payloadType < 128)
                {
                    yield return payloadType;
                }
            }
        }
    }

    /// <summary>Meaning of a payload type: from a=rtpmap, else from the fixed table of RFC 3551; null when unknown.</summary>
    public RtpMap? FindRtpMap(byte payloadType) =>
        RtpMaps.FirstOrDefault(m => m.PayloadType == payloadType) ?? RtpMap.FindStatic(payloadType);

    /// <summary>Parameters of a payload type; null when there are none.</summary>
    public FormatParameters? FindFormatParameters(byte payloadType) => FormatParameters.FirstOrDefault(f => f.PayloadType == payloadType);

    /// <summary>True when the feedback is announced for the payload type itself or for all.</summary>
    public bool HasFeedback(byte payloadType, string value) =>
        RtcpFeedback.Any(f =>
            (f.PayloadType is null || f.PayloadType == payloadType) && f.Value.Equals(value, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>The first kept attribute of that name, compared without case; null when absent.</summary>
    public SdpProperty? FindAttribute(string name) =>
        Attributes.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
