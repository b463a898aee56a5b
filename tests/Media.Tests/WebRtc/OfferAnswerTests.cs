using Command.Media.Codecs;
using Command.Media.Sdp;
using Command.Media.WebRtc;

namespace Command.Media.Tests.WebRtc;

public sealed class OfferAnswerTests
{
    [Fact]
    public void Answer_PictureAndSound_HasWhatBrowsersNeed()
    {
        var result = Offers.Answer(Offers.Chromium, Offers.H264, Offers.Pcmu);
        Assert.Equal(AnswerVerdict.Accepted, result.Verdict);
        string[] lines =
        [
            "a=group:BUNDLE 0 1",
            "a=ice-lite",
            "m=video 8189 UDP/TLS/RTP/SAVPF 102 103",
            "c=IN IP4 203.0.113.5",
            "a=rtcp-mux",
            "a=rtcp-rsize",
            "a=ice-ufrag:ourUfrag",
            "a=ice-pwd:ourPassword0123456789abc",
            "a=fingerprint:sha-256 AA:BB",
            "a=setup:passive",
            "a=sendonly",
            "a=mid:0",
            "a=rtpmap:102 H264/90000",
            "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f",
            "a=rtpmap:103 rtx/90000",
            "a=fmtp:103 apt=102",
            "a=rtcp-fb:102 nack",
            "a=rtcp-fb:102 nack pli",
            "a=rtcp-fb:102 ccm fir",
            "a=ssrc-group:FID 1000 1001",
            "a=ssrc:1000 cname:stream",
            "a=ssrc:1001 cname:stream",
            "a=msid:stream stream-0",
            "a=candidate:1 1 udp 2130706431 203.0.113.5 8189 typ host",
            "a=candidate:2 1 udp 2130706175 127.0.0.1 8189 typ host",
            "a=end-of-candidates",
            "m=audio 8189 UDP/TLS/RTP/SAVPF 0",
            "a=rtpmap:0 PCMU/8000",
            "a=ssrc:1002 cname:stream",
        ];
        var written = result.Sdp.Split("\r\n");
        Assert.All(lines, line => Assert.Contains(line, written));
        Assert.DoesNotContain("extmap", result.Sdp, StringComparison.Ordinal);
        Assert.DoesNotContain("transport-cc", result.Sdp, StringComparison.Ordinal);
        Assert.Equal(
            [new NegotiatedTrack(0, "0", 102, 103, 1000, 1001, "stream"), new NegotiatedTrack(1, "1", 0, null, 1002, 0, "stream")],
            result.Tracks
        );
    }

    [Fact]
    public void Answer_SoundTheBrowserLacks_RejectsOnlyThatSection()
    {
        var aac = new TrackFormat(MediaKind.Audio, CodecKind.Aac, 48_000, 2, 97, "MPEG4-GENERIC");
        var answer = Offers.Read(Offers.Answer(Offers.Chromium, aac, Offers.H264).Sdp);
        Assert.Equal(["0"], answer.Groups[0].Mids);
        var rejected = answer.Media[1];
        Assert.Equal((0, SdpDirection.Inactive, "1"), (rejected.Port, rejected.Direction!.Value, rejected.Mid!));
        Assert.Equal("ourUfrag", rejected.IceUfrag);
        Assert.Equal(SdpSetup.Passive, rejected.Setup);
        Assert.Equal(1, Assert.Single(Offers.Answer(Offers.Chromium, aac, Offers.H264).Tracks).TrackIndex);
    }

    [Fact]
    public void Answer_SectionThatOnlySendsOrIsOff_IsRejected()
    {
        var offer = Offers.Chromium.Replace("a=mid:1\na=recvonly", "a=mid:1\na=sendonly", StringComparison.Ordinal);
        Assert.Single(Offers.Answer(offer, Offers.H264, Offers.Pcmu).Tracks);
        offer = Offers.Chromium.Replace("m=audio 9", "m=audio 0", StringComparison.Ordinal);
        Assert.Single(Offers.Answer(offer, Offers.H264, Offers.Pcmu).Tracks);
    }

    [Fact]
    public void Answer_SectionsCount_EqualsTheOffer()
    {
        var answer = Offers.Read(
            Offers.Answer(Offers.Chromium + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\n", Offers.H264).Sdp
        );
        Assert.Equal(["video", "audio", "application"], answer.Media.Select(media => media.Kind));
        Assert.Equal([8189, 0, 0], answer.Media.Select(media => media.Port));
        Assert.Equal("webrtc-datachannel", Assert.Single(answer.Media[2].Formats));
    }

    [Fact]
    public void Answer_BrowserWithoutH264_SaysWhatIsMissing()
    {
        var offer = Offers.Chromium.Replace("H264/90000", "AV1/90000", StringComparison.Ordinal);
        var result = Offers.Answer(offer, Offers.H264, Offers.Pcmu);
        Assert.Equal(AnswerVerdict.NoCommonCodec, result.Verdict);
        Assert.Contains("H264", result.Detail, StringComparison.Ordinal);
        Assert.Contains("VP8, AV1, VP9", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_StreamNoBrowserPlays_NamesTheReason()
    {
        var h265 = new TrackFormat(MediaKind.Video, CodecKind.H265, 90_000, 0, 96, "H265");
        var result = Offers.Answer(Offers.Chromium, h265, Offers.Pcmu);
        Assert.Equal((AnswerVerdict.NotPlayable, nameof(PlayabilityVerdict.H265)), (result.Verdict, result.Detail));
    }

    [Theory]
    [InlineData("a=ice-ufrag:8hhY\n", "")]
    [InlineData("a=ice-pwd:asd88fgpdd777uzjYhagZgzz\n", "")]
    [InlineData("a=fingerprint:sha-256", "a=fingerprint:sha-1")]
    [InlineData("a=setup:actpass", "a=setup:passive")]
    public void Answer_OfferWithoutTheEssentials_IsBad(string part, string replacement)
    {
        var result = Offers.Answer(Offers.Chromium.Replace(part, replacement, StringComparison.Ordinal), Offers.H264);
        Assert.Equal(AnswerVerdict.BadOffer, result.Verdict);
        Assert.NotEmpty(result.Detail);
    }

    [Fact]
    public void Answer_NoSectionForTheStream_IsRefused() =>
        Assert.Equal(AnswerVerdict.NoCommonCodec, Offers.Answer(Offers.Chromium).Verdict);
}
