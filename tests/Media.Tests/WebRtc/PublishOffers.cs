using System.Net;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

/// <summary>Offers of publishers as browsers write them, shortened, and the answers to them.</summary>
internal static class PublishOffers
{
    /// <summary>Chromium 156, camera and microphone, send only.</summary>
    public const string Chromium = """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS camera
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:8hhY
        a=ice-pwd:asd88fgpdd777uzjYhagZgzz
        a=ice-options:trickle
        a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendonly
        a=msid:camera sound
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        a=ssrc:300 cname:c
        a=ssrc:300 msid:camera sound
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 107 108
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:8hhY
        a=ice-pwd:asd88fgpdd777uzjYhagZgzz
        a=ice-options:trickle
        a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F
        a=setup:actpass
        a=mid:1
        a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:13 urn:3gpp:video-orientation
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=sendonly
        a=msid:camera picture
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 goog-remb
        a=rtcp-fb:96 transport-cc
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:103 H264/90000
        a=rtcp-fb:103 goog-remb
        a=rtcp-fb:103 transport-cc
        a=rtcp-fb:103 ccm fir
        a=rtcp-fb:103 nack
        a=rtcp-fb:103 nack pli
        a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:104 rtx/90000
        a=fmtp:104 apt=103
        a=rtpmap:107 H264/90000
        a=rtcp-fb:107 nack
        a=fmtp:107 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f
        a=rtpmap:108 rtx/90000
        a=fmtp:108 apt=107
        a=ssrc-group:FID 100 200
        a=ssrc:100 cname:c
        a=ssrc:100 msid:camera picture
        a=ssrc:200 cname:c
        a=ssrc:200 msid:camera picture

        """;

    /// <summary>The same without H.264, as Firefox without its plug-in.</summary>
    public static string WithoutH264 { get; } = Chromium.Replace("H264/90000", "H265/90000", StringComparison.Ordinal);

    /// <summary>The same without anything for pictures that is taken.</summary>
    public static string WithoutVideoCodec { get; } = WithoutH264.Replace("VP8/90000", "AV1/90000", StringComparison.Ordinal);

    /// <summary>The microphone alone.</summary>
    public static string SoundOnly { get; } =
        Chromium[..Chromium.IndexOf("m=video", StringComparison.Ordinal)].Replace("BUNDLE 0 1", "BUNDLE 0", StringComparison.Ordinal);

    public static PublishAnswerResult Answer(string offer) =>
        PublishAnswer.Answer(
            new PublishAnswerRequest(
                Offers.Read(offer),
                "7",
                new AnswerTransport(
                    Offers.Local,
                    new DtlsFingerprint("sha-256", "AA:BB"),
                    IceCandidate.Gather([IPAddress.Loopback], 8189, hasIPv6: false)
                ),
                800
            )
        );
}
