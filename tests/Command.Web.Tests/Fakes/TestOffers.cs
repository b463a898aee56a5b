namespace Command.Web.Tests.Fakes;

/// <summary>Offers as browsers make them, for tests that need no media.</summary>
internal static class TestOffers
{
    /// <summary>Wants to receive H.264.</summary>
    public const string Video = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=video 9 UDP/TLS/RTP/SAVPF 96
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:abcd
        a=ice-pwd:abcdefghijklmnopqrstuvwx
        a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
        a=setup:actpass
        a=mid:0
        a=recvonly
        a=rtcp-mux
        a=rtpmap:96 H264/90000
        a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f

        """;

    /// <summary>Wants to send H.264.</summary>
    public static string Publish => Video.Replace("a=recvonly", "a=sendonly", StringComparison.Ordinal);
}
