using System.Net;
using Command.Media.Codecs;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

/// <summary>Offers as browsers write them, shortened, and the answers to them.</summary>
internal static class Offers
{
    /// <summary>Chromium 156, view-only, audio and video.</summary>
    public const string Chromium = """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 105 106 107 108 109 127 125 39 40 98 99
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:8hhY
        a=ice-pwd:asd88fgpdd777uzjYhagZgzz
        a=ice-options:trickle
        a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:toffset
        a=recvonly
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:102 H264/90000
        a=rtcp-fb:102 goog-remb
        a=rtcp-fb:102 transport-cc
        a=rtcp-fb:102 ccm fir
        a=rtcp-fb:102 nack
        a=rtcp-fb:102 nack pli
        a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=102
        a=rtpmap:104 H264/90000
        a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f
        a=rtpmap:105 rtx/90000
        a=fmtp:105 apt=104
        a=rtpmap:106 H264/90000
        a=rtcp-fb:106 nack
        a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:107 rtx/90000
        a=fmtp:107 apt=106
        a=rtpmap:108 H264/90000
        a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f
        a=rtpmap:109 rtx/90000
        a=fmtp:109 apt=108
        a=rtpmap:127 H264/90000
        a=rtcp-fb:127 nack
        a=fmtp:127 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f
        a=rtpmap:125 rtx/90000
        a=fmtp:125 apt=127
        a=rtpmap:39 H264/90000
        a=fmtp:39 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=f4001f
        a=rtpmap:40 rtx/90000
        a=fmtp:40 apt=39
        a=rtpmap:98 VP9/90000
        a=rtpmap:99 rtx/90000
        a=fmtp:99 apt=98
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 0.0.0.0
        a=ice-ufrag:8hhY
        a=ice-pwd:asd88fgpdd777uzjYhagZgzz
        a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F
        a=setup:actpass
        a=mid:1
        a=recvonly
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000

        """;

    public static readonly TrackFormat H264 = new(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264");
    public static readonly TrackFormat Pcmu = new(MediaKind.Audio, CodecKind.Pcmu, 8_000, 1, 0, "PCMU");
    public static readonly IceCredentials Local = new("ourUfrag", "ourPassword0123456789abc");

    public static SessionDescription Read(string text)
    {
        Assert.Equal(SdpParseError.None, SdpReader.TryRead(text, out var description));
        return description;
    }

    public static AnswerResult Answer(string offer, params TrackFormat[] formats)
    {
        uint ssrc = 1000;
        return OfferAnswer.Answer(
            new AnswerRequest
            {
                Offer = Read(offer),
                Formats = formats,
                SessionId = "7",
                StreamId = "stream",
                Local = Local,
                Fingerprint = new DtlsFingerprint("sha-256", "AA:BB"),
                Candidates = IceCandidate.Gather([IPAddress.Parse("203.0.113.5"), IPAddress.Loopback], 8189, hasIPv6: false),
                NextSsrc = () => ssrc++,
            }
        );
    }
}
