using System.Collections.Immutable;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;

namespace Command.Tools.LightClient;

/// <summary>The offer of a viewer as Chromium would write it, without what nobody reads.</summary>
internal static class LightOffer
{
    public const byte H264 = 102;
    public const byte H264Rtx = 103;
    private const string Protocol = "UDP/TLS/RTP/SAVPF";

    public static string Write(LightClientOptions options, IceCredentials local, DtlsFingerprint fingerprint)
    {
        var media = ImmutableArray.CreateBuilder<MediaDescription>();
        if (options.Video)
        {
            media.Add(
                new MediaDescription("video", 9, Protocol)
                {
                    Formats = ["96", "97", "102", "103"],
                    RtpMaps = [new(96, "VP8", 90_000), new(97, "rtx", 90_000), new(H264, "H264", 90_000), new(H264Rtx, "rtx", 90_000)],
                    FormatParameters =
                    [
                        new(97, "apt=96"),
                        new(H264, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
                        new(H264Rtx, "apt=102"),
                    ],
                    RtcpFeedback = [new(H264, "nack"), new(H264, "nack pli"), new(H264, "ccm fir")],
                }
            );
        }

        if (options.Audio)
        {
            media.Add(
                new MediaDescription("audio", 9, Protocol)
                {
                    Formats = ["111", "0", "8"],
                    RtpMaps = [new(111, "opus", 48_000, 2), new(0, "PCMU", 8_000), new(8, "PCMA", 8_000)],
                    FormatParameters = [new(111, "minptime=10;useinbandfec=1")],
                }
            );
        }

        var sections = media
            .Select(
                (section, index) =>
                    section with
                    {
                        Connection = new SdpConnection("IP4", "0.0.0.0"),
                        Mid = $"{index}",
                        Direction = SdpDirection.ReceiveOnly,
                        RtcpMux = true,
                        RtcpReducedSize = true,
                        IceUfrag = local.Ufrag,
                        IcePwd = local.Password,
                        Fingerprints = [new(fingerprint.HashFunction, options.FalseFingerprint ?? fingerprint.Value)],
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
}
