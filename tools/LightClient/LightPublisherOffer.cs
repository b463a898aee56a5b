using System.Collections.Immutable;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;

namespace Command.Tools.LightClient;

/// <summary>The offer of a publisher as Chromium would write it, without what nobody reads.</summary>
internal static class LightPublisherOffer
{
    public const byte H264 = 102;
    public const byte H264Rtx = 103;
    public const byte Opus = 111;
    public const string MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string TransportUri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private const int TransportId = 3;
    private const int MidId = 4;
    private const string Protocol = "UDP/TLS/RTP/SAVPF";

    public static string Write(
        LightPublisherOptions options,
        LightOutboundTrack video,
        LightOutboundTrack audio,
        IceCredentials local,
        DtlsFingerprint fingerprint
    )
    {
        var media = ImmutableArray.CreateBuilder<MediaDescription>();
        media.Add(Video(options, video));
        if (options.Audio)
        {
            media.Add(Audio(options, audio));
        }

        var sections = media
            .Select(
                (section, index) =>
                    section with
                    {
                        Connection = new SdpConnection("IP4", "0.0.0.0"),
                        Mid = $"{index}",
                        Direction = SdpDirection.SendOnly,
                        RtcpMux = true,
                        RtcpReducedSize = true,
                        IceUfrag = local.Ufrag,
                        IcePwd = local.Password,
                        Fingerprints = [new(fingerprint.HashFunction, options.Transport.FalseFingerprint ?? fingerprint.Value)],
                        Setup = SdpSetup.ActivePassive,
                    }
            )
            .ToImmutableArray();
        return SdpWriter.Write(
            new SessionDescription
            {
                Groups = [new SdpGroup(SdpGroup.Bundle, [.. sections.Select(section => section.Mid!)])], // set above
                Media = sections,
            }
        );
    }

    private static MediaDescription Video(LightPublisherOptions options, LightOutboundTrack track)
    {
        var section = new MediaDescription("video", 9, Protocol)
        {
            Formats = options.Rtx ? [$"{H264}", $"{H264Rtx}"] : [$"{H264}"],
            RtpMaps = options.Rtx ? [new(H264, "H264", 90_000), new(H264Rtx, "rtx", 90_000)] : [new(H264, "H264", 90_000)],
            FormatParameters =
            [
                new(H264, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
                .. options.Rtx ? [new FormatParameters(H264Rtx, $"apt={H264}")] : Array.Empty<FormatParameters>(),
            ],
            RtcpFeedback = [.. Feedback(options, H264), new(H264, "ccm fir"), new(H264, "nack"), new(H264, "nack pli")],
        };
        return Named(section, options, track, options.Rtx);
    }

    private static MediaDescription Audio(LightPublisherOptions options, LightOutboundTrack track) =>
        Named(
            new MediaDescription("audio", 9, Protocol)
            {
                Formats = [$"{Opus}"],
                RtpMaps = [new(Opus, "opus", 48_000, 2)],
                FormatParameters = [new(Opus, "minptime=10;useinbandfec=1")],
                RtcpFeedback = [.. Feedback(options, Opus)],
            },
            options,
            track,
            hasRtx: false
        );

    private static MediaDescription Named(MediaDescription section, LightPublisherOptions options, LightOutboundTrack track, bool hasRtx) =>
        section with
        {
            Extensions = options.TransportFeedback
                ? [new ExtensionMap(TransportId, TransportUri), new ExtensionMap(MidId, MidUri)]
                : [new ExtensionMap(MidId, MidUri)],
            MediaStreamIds = [new MediaStreamId("light", section.Kind)],
            SsrcGroups = hasRtx ? [new SsrcGroup(SsrcGroup.FlowIdentification, [track.Ssrc, track.RtxSsrc])] : [],
            Ssrcs = hasRtx
                ? [new SsrcProperty(track.Ssrc, "cname", "light-client"), new SsrcProperty(track.RtxSsrc, "cname", "light-client")]
                : [new SsrcProperty(track.Ssrc, "cname", "light-client")],
        };

    private static RtcpFeedback[] Feedback(LightPublisherOptions options, byte payloadType) =>
        options.TransportFeedback ? [new(payloadType, "transport-cc")] : [];
}
