using System.Text;
using Command.Media.Sdp;

namespace Command.Media.Tests.Sdp;

public sealed class SdpReaderTests
{
    private const string Camera = """
        v=0
        o=- 1 1 IN IP4 0.0.0.0
        s=Media
        c=IN IP4 0.0.0.0
        t=0 0
        a=control:*
        a=range:npt=now-
        m=video 0 RTP/AVP 96
        b=AS:4096
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1; profile-level-id=640029; sprop-parameter-sets=Z2QAKa==,aO48sA==
        a=framerate:25.000000
        a=x-dimensions:1920,1080
        a=control:trackID=1
        m=audio 0 RTP/AVP 8
        a=control:trackID=2
        """;

    private const string BrowserOffer = """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=video 9 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:1 1 udp 2113937151 4f9b.local 54400 typ host generation 0 network-cost 999
        a=candidate:2 1 tcp 1518280447 192.0.2.1 9 typ srflx raddr 10.0.0.1 rport 9 tcptype active
        a=ice-ufrag:EsAw
        a=ice-pwd:bP+XJMM09aR8AiX1jdukzR6Y
        a=ice-options:trickle renomination
        a=fingerprint:SHA-256 da:39:a3
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:2/recvonly http://example.org/x param
        a=recvonly
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:96 H264/90000
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtcp-fb:* transport-cc
        a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=ssrc-group:FID 1001 1002
        a=ssrc:1001 cname:abc
        a=ssrc:1002 cname:abc
        a=rid:h send pt=96;max-width=1280
        a=simulcast:send h;l recv x
        a=msid:stream track
        a=end-of-candidates
        m=audio 9 UDP/TLS/RTP/SAVPF 111 0
        a=mid:1
        a=rtpmap:111 opus/48000/2
        a=sendonly
        """;

    [Fact]
    public void TryRead_CameraDescription_GivesTypedValues()
    {
        var sdp = Read(Camera);

        Assert.Equal("*", sdp.Control);
        Assert.Equal("npt=now-", sdp.FindAttribute("range")?.Value);
        var video = sdp.Media[0];
        Assert.True(video.IsVideo);
        Assert.Equal([96], video.PayloadTypes);
        Assert.Equal(new RtpMap(96, "H264", 90_000), video.FindRtpMap(96));
        Assert.Equal("Z2QAKa==,aO48sA==", video.FindFormatParameters(96)?.Find("SPROP-parameter-sets"));
        Assert.Equal("1", video.FindFormatParameters(96)?.Find("packetization-mode"));
        Assert.Equal(25, video.FrameRate);
        Assert.Equal(new SdpBandwidth("AS", 4096), Assert.Single(video.Bandwidths));
        Assert.Equal("trackID=1", video.Control);
        Assert.Equal(new RtpMap(8, "PCMA", 8_000), sdp.Media[1].FindRtpMap(8));
        Assert.Equal("trackID=2", sdp.Media[1].Control);
    }

    [Fact]
    public void TryRead_BrowserOffer_GivesTypedValues()
    {
        var sdp = Read(BrowserOffer);

        Assert.Equal(["0", "1"], Assert.Single(sdp.Groups).Mids);
        Assert.NotNull(sdp.FindAttribute("extmap-allow-mixed"));
        var video = sdp.Media[0];
        Assert.Equal("0", video.Mid);
        Assert.Equal(SdpSetup.ActivePassive, sdp.SetupOf(video));
        Assert.Equal("EsAw", sdp.IceUfragOf(video));
        Assert.Equal("bP+XJMM09aR8AiX1jdukzR6Y", sdp.IcePwdOf(video));
        Assert.Equal(["trickle", "renomination"], video.IceOptions);
        Assert.Equal(new SdpFingerprint("sha-256", "DA:39:A3"), Assert.Single(sdp.FingerprintsOf(video)));
        Assert.True(video is { RtcpMux: true, RtcpReducedSize: true, EndOfCandidates: true });
        Assert.Equal(SdpDirection.ReceiveOnly, sdp.DirectionOf(video));
        Assert.True(video.HasFeedback(96, "nack pli"));
        Assert.True(video.HasFeedback(97, "transport-cc"));
        Assert.False(video.HasFeedback(97, "nack"));
        Assert.Equal(
            [new(1, "urn:ietf:params:rtp-hdrext:toffset"), new ExtensionMap(2, "http://example.org/x", SdpDirection.ReceiveOnly, "param")],
            video.Extensions
        );
        Assert.Equal([1001u, 1002u], Assert.Single(video.SsrcGroups).Ssrcs);
        Assert.Equal(new SsrcProperty(1001, "cname", "abc"), video.Ssrcs[0]);
        Assert.Equal(new RidDescription("h", true, "pt=96;max-width=1280"), Assert.Single(video.Rids));
        Assert.Equal(new SimulcastDescription("h;l", "x"), video.Simulcast);
        Assert.Equal(new MediaStreamId("stream", "track"), Assert.Single(video.MediaStreamIds));
        Assert.Equal("4f9b.local", video.Candidates[0].Address);
        Assert.Equal("active", video.Candidates[1].FindExtension("tcptype"));
        Assert.Equal("srflx", video.Candidates[1].Type);
        Assert.Equal("9 IN IP4 0.0.0.0", video.FindAttribute("rtcp")?.Value);
        Assert.Equal(new RtpMap(111, "opus", 48_000, 2), sdp.Media[1].FindRtpMap(111));
        Assert.Equal(SdpDirection.SendOnly, sdp.DirectionOf(sdp.Media[1]));
        Assert.Same(sdp.Media[1], sdp.FindMedia("1"));
    }

    [Fact]
    public void TryRead_TrickleFragment_GivesCredentialsAndCandidates()
    {
        var sdp = Read("a=ice-ufrag:u\r\na=ice-pwd:p\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 UDP 1 127.0.0.1 9 typ host\r\n");

        Assert.Equal("u", sdp.IceUfragOf(sdp.Media[0]));
        Assert.Equal("127.0.0.1", Assert.Single(sdp.Media[0].Candidates).Address);
        Assert.Equal("u", Read("a=ice-ufrag:u\na=ice-pwd:p").IceUfrag);
    }

    [Theory]
    [InlineData("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000   \n", "gortsplib#448 no v=, moonfire#213 trailing blanks")]
    [InlineData("v=0\no=broken\ns=\nc=IN \nt=x\nm=video 0 RTP/AVP 96\na=rtpmap:96   H264/90000\n", "gortsplib#455, #906")]
    [InlineData("v=0\rm=video 0 RTP/AVP 96\ra=rtpmap:96 H264/90000\r", "CR alone")]
    [InlineData("v=0\nc=SM IN\nc=IN IP4 0.0.0.0\nm=video 0 RTP/AVP 96\nz\nQ=1\na=rtpmap:96 H264/90000\n\0\0", "Avigilon, NUL at the end")]
    [InlineData("\uFEFFv=0\nm=video 0/2 RTP/AVP 96\na=rtpmap:96 H264/90000/0\n", "byte order mark, port count, no channels")]
    public void TryRead_KnownOddities_StillFindTheTrack(string text, string source)
    {
        var sdp = Read(text);

        Assert.True(new RtpMap(96, "H264", 90_000) == Assert.Single(sdp.Media).FindRtpMap(96), source);
    }

    [Fact]
    public void TryRead_AttributesThatDoNotParse_AreKeptAsWritten()
    {
        var media = Read("v=0\nm=video 0 RTP/AVP 96\na=rtpmap:x\na=fmtp:96\na=setup:maybe\na=foo\na=bar:\na=candidate:1 1\n").Media[0];

        Assert.Equal(
            [new("rtpmap", "x"), new("setup", "maybe"), new("foo"), new("bar", string.Empty), new SdpProperty("candidate", "1 1")],
            media.Attributes
        );
        Assert.Equal(string.Empty, media.FindFormatParameters(96)?.Text);
    }

    [Theory]
    [InlineData("", SdpParseError.Empty)]
    [InlineData("\r\n \r\n", SdpParseError.Empty)]
    [InlineData("<html><body>404</body></html>", SdpParseError.NotSdp)]
    [InlineData("v=1\n", SdpParseError.NotSdp)]
    [InlineData("v=0\nm=video\n", SdpParseError.BadMediaLine)]
    [InlineData("v=0\nm=video 70000 RTP/AVP 96\n", SdpParseError.BadMediaLine)]
    public void TryRead_NotADescription_GivesTheReason(string text, SdpParseError expected) =>
        Assert.Equal(expected, SdpReader.TryRead(text, out _));

    [Fact]
    public void TryRead_BeyondTheCaps_GivesTheReason()
    {
        Assert.Equal(SdpParseError.TooLong, SdpReader.TryRead(new byte[SdpReader.MaxLength + 1], out _));
        Assert.Equal(SdpParseError.LineTooLong, SdpReader.TryRead("a=" + new string('x', SdpReader.MaxLineLength), out _));
        Assert.Equal(SdpParseError.TooManyLines, SdpReader.TryRead(Repeat("a=x\n", SdpReader.MaxLines + 1), out _));
        Assert.Equal(SdpParseError.TooManyMedia, SdpReader.TryRead(Repeat("m=a 0 b\n", SdpReader.MaxMedia + 1), out _));
    }

    [Fact]
    public void Write_BrowserOffer_ReadsBackTheSame()
    {
        var text = SdpWriter.Write(Read(BrowserOffer));

        Assert.Equal(text, SdpWriter.Write(Read(text)));
        foreach (var line in BrowserOffer.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            var expected = line.Replace("SHA-256 da:39:a3", "sha-256 DA:39:A3", StringComparison.Ordinal)
                .Replace("semantic: ", "semantic:", StringComparison.Ordinal);
            Assert.Contains(expected + "\r\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_ValueWithLineEnds_CannotAddALine()
    {
        var text = SdpWriter.Write(new SessionDescription { Name = "x\r\na=evil", Attributes = [new("k", "v\nm=video 0 RTP/AVP 96")] });

        Assert.Contains("s=xa=evil\r\n", text, StringComparison.Ordinal);
        Assert.Empty(Read(text).Media);
    }

    private static SessionDescription Read(string text)
    {
        Assert.Equal(SdpParseError.None, SdpReader.TryRead(text, out var sdp));
        return sdp;
    }

    private static string Repeat(string line, int times) => new StringBuilder().Insert(0, line, times).ToString();
}
