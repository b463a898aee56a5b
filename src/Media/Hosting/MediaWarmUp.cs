using Command.Media.Codecs;
using Command.Media.Dtls;
using Command.Media.Ice;
using Command.Media.Sdp;
using Command.Media.Srtp;
using Command.Media.WebRtc;

namespace Command.Media.Hosting;

/// <summary>
/// Walks the path of a join once at start, so that the first viewer and the first publisher do not pay for compiling it: 130 to 230 ms
/// for the TLS library and 80 to 250 ms for offer and answer, measured on two cores.
/// </summary>
internal static class MediaWarmUp
{
    private const string Offer = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        m=video 9 UDP/TLS/RTP/SAVPF 102 103
        c=IN IP4 0.0.0.0
        a=ice-ufrag:warm
        a=ice-pwd:warmwarmwarmwarmwarmwarm
        a=fingerprint:sha-256 {0}
        a=setup:actpass
        a=mid:0
        a={1}
        a=rtcp-mux
        a=rtpmap:102 H264/90000
        a=rtcp-fb:102 nack pli
        a=fmtp:102 packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=102
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        a=ice-ufrag:warm
        a=ice-pwd:warmwarmwarmwarmwarmwarm
        a=mid:1
        a={1}
        a=rtcp-mux

        """;

    /// <summary>Ends when all is warm; never throws.</summary>
    public static Task RunAsync(MediaEngine engine)
    {
        var handshake = DtlsWarmUp.RunAsync(engine.Peers.Certificate, engine.Peers.Profiles, engine.Peers.Workers);
        Negotiate(engine);
        NegotiatePublisher(engine);
        Protect();
        return handshake;
    }

    private static void Negotiate(MediaEngine engine)
    {
        _ = SdpReader.TryRead(OfferText(engine, "recvonly"), out var offer);
        if (!OfferFacts.TryRead(offer, out var facts, out _))
        {
            return;
        }

        var transport = new PeerTransport(
            engine.Peers,
            new PeerTransportOptions { RemoteUfrag = facts.RemoteUfrag, RemoteFingerprints = facts.RemoteFingerprints }
        );
        _ = OfferAnswer.Answer(
            new AnswerRequest
            {
                Offer = offer,
                Formats =
                [
                    new TrackFormat(MediaKind.Video, CodecKind.H264, 90_000, 0, 96, "H264"),
                    new TrackFormat(MediaKind.Audio, CodecKind.Pcmu, 8_000, 1, 0, "PCMU"),
                ],
                SessionId = "1",
                StreamId = "warm",
                Local = transport.Local,
                Fingerprint = transport.Fingerprint,
                Candidates = engine.Candidates,
                NextSsrc = () => 1,
            }
        );
    }

    private static void NegotiatePublisher(MediaEngine engine)
    {
        _ = SdpReader.TryRead(OfferText(engine, "sendonly"), out var offer);
        var transport = new AnswerTransport(IceCredentials.Create(), engine.Peers.Certificate.Fingerprint, engine.Candidates);
        _ = PublishAnswer.Answer(new PublishAnswerRequest(offer, "1", transport, 1));
    }

    private static string OfferText(MediaEngine engine, string direction) =>
        Offer
            .Replace("{0}", engine.Peers.Certificate.Fingerprint.Value, StringComparison.Ordinal)
            .Replace("{1}", direction, StringComparison.Ordinal);

    private static void Protect()
    {
        foreach (var profile in (SrtpProfile[])[SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80])
        {
            var key = new SrtpMasterKey(profile, new byte[SrtpProfile.KeyLength], new byte[profile.SaltLength]);
            using var sender = new SrtpContext(key);
            using var receiver = new SrtcpContext(key);
            var packet = new byte[64];
            packet[0] = 0x80;
            _ = sender.TryProtect(packet, 32, out _);
            _ = receiver.Unprotect(packet, out _);
        }
    }
}
